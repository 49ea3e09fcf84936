package ai.radium.deployment;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an account's deployments hold. One that failed or was stopped holds nothing but its place in the list.
 *
 * @param starting pending or deploying
 * @param replicas the least number of each, reserved from the moment they are wanted
 * @param gpus accelerators of those replicas by type
 */
record AccountUse(int deployments, int starting, int replicas, Map<String, Integer> gpus) {
    AccountUse {
        gpus = Map.copyOf(gpus);
    }

    /** Of what the account itself deployed: what serves everyone is the platform's. */
    static AccountUse of(List<Deployment> all, Predicate<String> isGpu) {
        List<Deployment> own = all.stream()
                .filter(deployment -> !deployment.origin().serverless())
                .toList();
        return new AccountUse(
                own.size(),
                (int) own.stream().filter(AccountUse::isStarting).count(),
                own.stream().mapToInt(Deployment::desiredReplicas).sum(),
                own.stream()
                        .filter(deployment -> isGpu.test(deployment.spec().acceleratorType()))
                        .collect(Collectors.groupingBy(
                                deployment -> deployment.spec().acceleratorType(),
                                Collectors.summingInt(AccountUse::gpusOf))));
    }

    int gpusOfType(String type) {
        return gpus.getOrDefault(type, 0);
    }

    private static int gpusOf(Deployment deployment) {
        return deployment.desiredReplicas() * deployment.spec().acceleratorCount();
    }

    private static boolean isStarting(Deployment deployment) {
        return deployment.state() instanceof DeploymentState.Pending
                || deployment.state() instanceof DeploymentState.Deploying;
    }
}
