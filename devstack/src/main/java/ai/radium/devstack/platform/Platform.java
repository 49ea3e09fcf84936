package ai.radium.devstack.platform;

import ai.radium.devstack.process.Installation;
import ai.radium.devstack.process.RunAs;
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
    private final Trainers trainers;
    private final SupervisorHost host;

    private Platform(Path home) {
        Settings settings = Settings.of(home);
        this.workers =
                new Workers(settings.path("workers"), settings.supervision().stopBudget());
        this.trainers = new Trainers(settings.path("trainers"));
        List<Step> steps = steps(settings, RunAs.of(home, line -> {}));
        List<String> names = steps.stream().map(step -> step.part().name()).toList();
        this.host = new SupervisorHost(home, steps, names, plan(settings, steps), this, settings.supervision());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Platform(Path.of(arguments[0])).host.run();
    }

    /** What a supervisor started now would run, by which rules, and from which build of itself. */
    static String plan(Settings settings) {
        return plan(settings, steps(settings, RunAs.caller()));
    }

    private static String plan(Settings settings, List<Step> steps) {
        Path stamp = Installation.here().resolve("devstack/target/.radium-built");
        return steps.stream()
                .map(step -> step.part().name() + " " + step.part().runsWith())
                .collect(Collectors.joining(
                        " ",
                        "",
                        " %s built %d"
                                .formatted(
                                        settings.supervision(), stamp.toFile().lastModified())));
    }

    @Override
    public void call(String verb, List<String> arguments, Consumer<String> answer) {
        throw new StackFailure("the supervisor knows no verb " + verb);
    }

    /** They are told together with deployment-service, which then starts no others in their place. */
    @Override
    public void stopWithStreams(Consumer<String> answer) {
        workers.stop(answer);
    }

    /** A worker that deployment-service started while it was told to stop; and trainers, which finetune-service would start again. */
    @Override
    public void stopped(Consumer<String> answer) {
        workers.stop(answer);
        trainers.stop(answer);
    }

    private static List<Step> steps(Settings settings, RunAs runAs) {
        Secrets secrets = new Secrets(settings.path(""));
        List<Step> steps = new ArrayList<>(new Backing(settings, secrets, runAs).steps());
        new Services(settings, secrets).all().forEach(service -> steps.add(new Step(service, service.after())));
        return steps;
    }
}
