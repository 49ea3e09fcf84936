package ai.radium.devstack.platform;

import ai.radium.devstack.backing.Kafka;
import ai.radium.devstack.backing.Keycloak;
import ai.radium.devstack.backing.KeycloakPasswords;
import ai.radium.devstack.backing.PostgreSql;
import ai.radium.devstack.backing.Redis;
import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.StackFailure;
import ai.radium.devstack.supervisor.Secrets;
import ai.radium.devstack.supervisor.Step;
import ai.radium.devstack.supervisor.SupervisorHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The supervisor process of {@code ./radium up}: backing services first, then the table of services. */
final class Platform implements SupervisorHost.Extras {
    private final Workers workers;
    private final SupervisorHost host;
    private final String plan;

    private Platform(Path home) {
        Settings settings = Settings.of(home);
        this.workers = new Workers(settings.path("workers"));
        List<Step> steps = steps(settings, new Secrets(home));
        this.plan = plan(steps);
        List<String> names = steps.stream().map(step -> step.part().name()).toList();
        this.host = new SupervisorHost(home, steps, names, this);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Platform(Path.of(arguments[0])).host.run();
    }

    /** What a supervisor started now would run, and from which build of itself. */
    static String plan(Settings settings) {
        return plan(steps(settings, new Secrets(settings.path(""))));
    }

    private static String plan(List<Step> steps) {
        Path stamp = Installation.here().resolve("devstack/target/.radium-built");
        return steps.stream()
                .map(step -> step.part().name() + " " + step.part().runsWith())
                .collect(Collectors.joining(" ", "", " built " + stamp.toFile().lastModified()));
    }

    @Override
    public void call(String verb, List<String> arguments, Consumer<String> answer) {
        if (!verb.equals("plan")) {
            throw new StackFailure("the supervisor knows no verb " + verb);
        }
        answer.accept(plan);
    }

    /** Workers outlive deployment-service, so they go last. */
    @Override
    public void stopped(Consumer<String> answer) {
        workers.stop(answer);
    }

    private static List<Step> steps(Settings settings, Secrets secrets) {
        List<Step> steps = new ArrayList<>(backing(settings, secrets));
        new Services(settings, secrets).all().forEach(service -> steps.add(new Step(service, service.after())));
        return steps;
    }

    private static List<Step> backing(Settings settings, Secrets secrets) {
        String password = secrets.password("db-password");
        PostgreSql postgres =
                new PostgreSql(settings.path("postgres"), settings.port("postgres", 15432), password, true);
        Kafka kafka = new Kafka(
                settings.path("kafka"), settings.port("kafka", 19092), settings.port("kafka-controller", 19093));
        Redis redis = new Redis(settings.path("redis"), settings.port("redis", 16379));
        KeycloakPasswords passwords =
                new KeycloakPasswords(password, secrets.password("keycloak-admin"), secrets.password("demo-password"));
        Keycloak keycloak =
                new Keycloak(settings.path("keycloak"), settings.port("keycloak", 8180), postgres, passwords);
        return List.of(
                new Step(postgres, List.of()),
                new Step(kafka, List.of()),
                new Step(redis, List.of()),
                new Step(keycloak, List.of("postgres")));
    }
}
