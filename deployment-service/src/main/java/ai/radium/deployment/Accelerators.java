package ai.radium.deployment;

import ai.radium.deployment.runtime.Accelerator;
import ai.radium.kit.money.Money;
import ai.radium.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of accelerator that the operator offers. */
@ApplicationScoped
class Accelerators {
    private final List<Accelerator> offered;

    @Inject
    Accelerators(DeploymentConfig config) {
        this(config.accelerators());
    }

    Accelerators(List<Accelerator> offered) {
        this.offered = List.copyOf(offered);
    }

    /** @throws ProblemException INVALID_CONFIGURATION with the names there are */
    Accelerator named(String type) {
        return offered.stream()
                .filter(accelerator -> accelerator.answersTo(type))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        DeploymentProblem.INVALID_CONFIGURATION,
                        "configuration.acceleratorType must be one of "
                                + offered.stream().map(Accelerator::name).collect(Collectors.joining(", ")),
                        "configuration.acceleratorType"));
    }

    /** One that is no longer offered still counts as a GPU. */
    boolean isGpu(String type) {
        return offered.stream()
                .filter(accelerator -> accelerator.answersTo(type))
                .findFirst()
                .map(Accelerator::isGpu)
                .orElse(true);
    }

    /** What an hour of this many replicas costs. */
    Money hourlyPrice(DeploymentSpec spec, int replicas) {
        Money one = named(spec.acceleratorType()).hourlyPrice();
        return new Money(
                one.amount().multiply(BigDecimal.valueOf((long) spec.acceleratorCount() * replicas)), one.currency());
    }
}
