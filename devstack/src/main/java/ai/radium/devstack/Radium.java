package ai.radium.devstack;

import ai.radium.devstack.backing.Programs;
import ai.radium.devstack.deadletters.DeadLetterCommand;
import ai.radium.devstack.demo.Demo;
import ai.radium.devstack.platform.Installed;
import ai.radium.devstack.platform.Settings;
import ai.radium.devstack.process.Home;
import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.StackFailure;
import ai.radium.devstack.supervisor.ProcessStatus;
import ai.radium.devstack.supervisor.Secrets;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands behind {@code ./radium}; each ends with 0, or with 1 and one sentence on standard error. */
final class Radium {
    private final PrintStream out;
    private final Settings settings;
    private final Installed installed;

    private Radium(PrintStream out) {
        this.out = out;
        Home.require(Settings.home());
        this.settings = Settings.ofThisProcess();
        this.installed = new Installed(settings);
    }

    public static void main(String[] arguments) {
        try {
            if (List.of(arguments).equals(List.of("prepare"))) {
                Programs.prepare();
                return;
            }
            new Radium(Console.out()).run(Arrays.asList(arguments));
        } catch (StackFailure failure) {
            Console.err().println("radium: " + failure.getMessage());
            System.exit(1);
        }
    }

    private void run(List<String> arguments) {
        switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "up" -> up();
            case "demo" -> demo(arguments.contains("--finetune"));
            case "status" -> status(arguments.contains("--json"));
            case "logs" -> logs(arguments.subList(1, arguments.size()));
            case "down" -> down();
            case "audit" -> audit(arguments.subList(1, arguments.size()));
            case "dead-letters" ->
                new DeadLetterCommand(installed.deadLetters(), out).run(arguments.subList(1, arguments.size()));
            case "home" -> home();
            default -> throw new StackFailure("no such command: " + String.join(" ", arguments));
        }
    }

    private void up() {
        Instant from = Instant.now();
        installed.up(out::println);
        out.printf(
                "Radium is up after %.1f s: API http://127.0.0.1:%d/v1, sign-in http://127.0.0.1:%d/realms/radium, logs in %s%n",
                seconds(from),
                settings.port("gateway-service", 8000),
                settings.port("keycloak", 8180),
                settings.path("logs"));
    }

    private static double seconds(Instant from) {
        return Duration.between(from, Instant.now()).toMillis() / 1000.0;
    }

    private void demo(boolean fineTunes) {
        Home.claim(settings.path(""));
        settings.switchDemoOn();
        up();
        new Demo(
                        out,
                        "http://127.0.0.1:%d/v1".formatted(settings.port("gateway-service", 8000)),
                        "http://127.0.0.1:%d".formatted(settings.port("keycloak", 8180)),
                        new Secrets(settings.path("")).password("demo-password"),
                        settings.path(""))
                .run(fineTunes);
    }

    private void status(boolean json) {
        List<ProcessStatus> processes = installed.status();
        if (json) {
            out.println(StatusView.json(processes));
            return;
        }
        if (processes.isEmpty()) {
            throw new StackFailure("Radium is not running; start it by ./radium up");
        }
        StatusView.table(processes).forEach(out::println);
    }

    /** For commands that keep something beside the platform there. */
    private void home() {
        Home.claim(settings.path(""));
        out.println(settings.path(""));
    }

    private void down() {
        Instant from = Instant.now();
        List<String> stopped = new ArrayList<>();
        installed.down(line -> {
            stopped.add(line);
            out.println(line);
        });
        out.println(
                stopped.isEmpty()
                        ? "nothing was running"
                        : "Radium is down after %.1f s; its data stays in %s"
                                .formatted(seconds(from), settings.path("")));
    }

    private void audit(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() > 2 || !arguments.getFirst().equals("verify")) {
            throw new StackFailure("say ./radium audit verify [ACCOUNT]");
        }
        int status = installed.verifyAudit(arguments.subList(1, arguments.size()));
        if (status != 0) {
            System.exit(status);
        }
    }

    private void logs(List<String> arguments) {
        List<String> names =
                arguments.stream().filter(argument -> !argument.equals("-f")).toList();
        if (names.size() != 1) {
            throw new StackFailure("say whose log, as in ./radium logs gateway-service [-f]");
        }
        List<String> command = new ArrayList<>(List.of("tail", "-n", "200"));
        if (arguments.contains("-f")) {
            command.add("-F");
        }
        command.add(log(names.getFirst()).toString());
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new StackFailure("tail cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path log(String name) {
        Path log = name.equals("build")
                ? Installation.here().resolve("target/build.log")
                : settings.path("logs/" + name + ".log");
        Path ofWorker = settings.path("workers/" + name.replaceFirst("^inference-worker-", "") + ".log");
        Path ofTrainer = settings.path("trainers/" + name.replaceFirst("^finetune-trainer-", "") + "/trainer.log");
        if (Files.exists(log)) {
            return log;
        }
        if (Files.exists(ofWorker)) {
            return ofWorker;
        }
        if (Files.exists(ofTrainer)) {
            return ofTrainer;
        }
        throw new StackFailure("there is no log of %s in %s".formatted(name, log.getParent()));
    }
}
