package ai.radium.devstack.platform;

import ai.radium.devstack.process.Installation;
import ai.radium.devstack.supervisor.Secrets;
import ai.radium.process.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The table of the platform's own processes. */
final class Services {
    /** From it come the tokens that workers ask for: one of these two makes them, the other shows them. */
    private static final String WORKER_SECRET = "RADIUM_WORKER_SECRET_FILE";

    /** Tokens of context per call: what workers hold and what {@code /models} says. */
    private static final String MOST_CONTEXT = "4096";

    private static final Map<String, Integer> STANDARD_PORTS = Map.of(
            "account-service", 8101,
            "model-service", 8102,
            "deployment-service", 8103,
            "billing-service", 8104,
            "analytics-service", 8105,
            "finetune-service", 8106);

    private final Settings settings;
    private final Secrets secrets;
    private final KafkaLogins kafka;
    private final int gateway;
    private final int management;

    Services(Settings settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
        this.kafka = new KafkaLogins(secrets);
        this.gateway = settings.port("gateway-service", 8000);
        this.management = settings.port("gateway-management", 8001);
    }

    /** In the order of their start; two lanes, because a start keeps about one core busy. */
    List<Service> all() {
        return List.of(
                quarkus("account-service", account(), List.of()),
                quarkus("model-service", model(), List.of()),
                quarkus("deployment-service", deployment(), List.of("account-service")),
                quarkus("billing-service", Map.of(), List.of("model-service")),
                quarkus("analytics-service", Map.of(), List.of("deployment-service")),
                quarkus("finetune-service", finetune(), List.of("billing-service")),
                gateway());
    }

    private Map<String, String> account() {
        return Map.of(
                "RADIUM_KEY_PEPPER",
                secrets.bytes("key-pepper"),
                "RADIUM_ACCOUNT_DEMO_KEYS",
                Boolean.toString(settings.isDemo()));
    }

    private Map<String, String> model() {
        Map<String, String> environment = new HashMap<>();
        environment.put("RADIUM_MODEL_MOST_CONTEXT", MOST_CONTEXT);
        if (settings.isDemo()) {
            environment.put(
                    "RADIUM_MODEL_STAND_INS", "llama2:7b=smollm2-135m-instruct,deepseek-r1-0528=smollm2-135m-instruct");
        }
        return environment;
    }

    private Map<String, String> deployment() {
        Installation installation = Installation.here();
        Path worker = installation.resolve("inference-worker/target");
        Map<String, String> environment = new HashMap<>();
        environment.put(WORKER_SECRET, secrets.bytesFile("worker-secret").toString());
        environment.put("RADIUM_DEPLOYMENT_RUNTIME", "local");
        environment.put("RADIUM_DEPLOYMENT_LOCAL_MOST_CONTEXT", MOST_CONTEXT);
        environment.put("RADIUM_DEPLOYMENT_PUBLIC_URL", "http://127.0.0.1:%d/v1".formatted(gateway));
        environment.put("RADIUM_DEPLOYMENT_LOCAL_HOME", settings.path("workers").toString());
        environment.put(
                "RADIUM_DEPLOYMENT_LOCAL_COMMAND",
                "%s,-Xmx96m,-XX:+UseSerialGC,-XX:TieredStopAtLevel=1,%s,%s,-cp,%s/inference-worker.jar:%s/lib/*,ai.radium.worker.Main"
                        .formatted(
                                Installation.javaProgram(), Service.CARRIERS, Service.DIES_OF_HUNGER, worker, worker));
        environment.put("RADIUM_DEPLOYMENT_LOCAL_BASE_PORT", Integer.toString(settings.port("inference-worker", 9500)));
        if (settings.isDemo()) {
            environment.put("RADIUM_DEPLOYMENT_SERVERLESS", "llama2:7b,all-minilm-l6-v2");
        }
        return environment;
    }

    private Map<String, String> finetune() {
        Path worker = Installation.here().resolve("inference-worker/target");
        Path trainer = Installation.here().resolve("trainer/target");
        String java = Installation.javaProgram() + ",-XX:+UseSerialGC,-XX:TieredStopAtLevel=1";
        return Map.of(
                "RADIUM_ARTIFACT_DIRECTORY",
                settings.path("artifacts").toString(),
                "RADIUM_WEIGHTS_COMMAND",
                "%s,-Xmx64m,-cp,%s/inference-worker.jar:%s/lib/*,ai.radium.worker.model.ModelCommand"
                        .formatted(java, worker, worker),
                "RADIUM_TRAINER_LOCAL_HOME",
                settings.path("trainers").toString(),
                "RADIUM_TRAINER_LOCAL_COMMAND",
                "%s,-Xmx256m,--enable-native-access=ALL-UNNAMED,--sun-misc-unsafe-memory-access=allow,-cp,%s/trainer.jar:%s/lib/*,ai.radium.trainer.Main"
                        .formatted(java, trainer, trainer));
    }

    private Service gateway() {
        int alternate = settings.port("gateway-alternate", 3000);
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("gateway-service", gateway);
        ports.put("gateway-alternate", alternate);
        ports.put("gateway-management", management);
        Map<String, String> environment = new HashMap<>(common("gateway-service"));
        environment.put(WORKER_SECRET, secrets.bytesFile("worker-secret").toString());
        environment.put(
                "RADIUM_REDIS",
                "redis://gateway:%s@127.0.0.1:%d"
                        .formatted(secrets.password("redis-gateway"), settings.port("redis", 16379)));
        environment.put("RADIUM_GATEWAY_PORTS", gateway + "," + alternate);
        environment.put("RADIUM_GATEWAY_MANAGEMENT_PORT", Integer.toString(management));
        // All parts share this machine's cores, so that Redis may be slow without being away.
        environment.put("RADIUM_GATEWAY_REDIS_PATIENCE_MILLIS", "500");
        environment.put("RADIUM_GATEWAY_HOME", settings.path("gateway").toString());
        environment.put("RADIUM_GATEWAY_DEMO_KEYS", Boolean.toString(settings.isDemo()));
        environment.put(
                "RADIUM_INTERNAL_SIGNING_KEY",
                secrets.signingKey("internal-signing-key.pem").toString());
        for (String service : List.of("account", "model", "deployment", "billing", "analytics", "finetune")) {
            environment.put(
                    "RADIUM_%s_SERVICE".formatted(service.toUpperCase(java.util.Locale.ROOT)),
                    "http://127.0.0.1:" + port(service + "-service"));
        }
        return new Service(
                "gateway-service",
                Path.of("gateway-service/target/gateway-service.jar"),
                List.of(
                        "@gateway-service/jvm.args",
                        Service.CARRIERS,
                        Service.DIES_OF_HUNGER,
                        "-cp",
                        "gateway-service/target/gateway-service.jar:gateway-service/target/lib/*",
                        "ai.radium.gateway.Main"),
                ports,
                environment,
                "http://127.0.0.1:%d/health/ready".formatted(management),
                "http://127.0.0.1:%d/health/live".formatted(management),
                List.of("kafka", "redis", "keycloak", "account-service", "analytics-service", "finetune-service"),
                Limits.NONE);
    }

    private Service quarkus(String name, Map<String, String> own, List<String> lane) {
        Map<String, String> environment = new HashMap<>(common(name));
        environment.put("RADIUM_DB_PORT", Integer.toString(settings.port("postgres", 15432)));
        environment.put("RADIUM_DB_PASSWORD", Backing.databasePassword(secrets, name.replace('-', '_')));
        environment.putAll(own);
        List<String> after = new ArrayList<>(List.of("postgres", "kafka"));
        after.addAll(lane);
        // What deployment-service starts, the workers, would yield with it.
        Limits limits = name.equals("deployment-service") ? Limits.NONE : Service.YIELDING;
        return Service.quarkus(name, port(name), environment, after, limits);
    }

    private int port(String service) {
        return settings.port(service, Objects.requireNonNull(STANDARD_PORTS.get(service)));
    }

    private Map<String, String> common(String name) {
        Map<String, String> environment = new HashMap<>(settings.tracing());
        environment.putAll(Map.of(
                "RADIUM_KAFKA",
                "127.0.0.1:" + settings.port("kafka", 19092),
                "RADIUM_KAFKA_CONFIG",
                kafka.settingsFile(name),
                "RADIUM_KEYCLOAK",
                "http://127.0.0.1:" + settings.port("keycloak", 8180),
                "RADIUM_INTERNAL_JWKS",
                "http://127.0.0.1:%d/.well-known/jwks.json".formatted(management),
                "RADIUM_STOP_SECONDS",
                Long.toString(settings.supervision().stopBudget().toSeconds())));
        return environment;
    }
}
