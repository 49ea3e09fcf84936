package ai.radium.analytics.organization;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How sums are cut.
 *
 * @param by each combination of these has sums of its own
 * @param only what counts, by what it is; a dimension that is absent filters nothing
 */
record Breakdown(Set<Dimension> by, Map<Dimension, List<String>> only) {
    private static final List<Dimension> OF_USAGE = List.of(Dimension.MODEL, Dimension.API_KEY_ID);
    private static final List<Dimension> OF_COSTS = List.of(Dimension.LINE_ITEM, Dimension.API_KEY_ID);

    Breakdown {
        by = Set.copyOf(by);
        only = Map.copyOf(only);
    }

    /** @throws ProblemException INVALID_REQUEST naming the parameter that asks for what is not known of usage */
    static Breakdown ofUsage(OrganizationQuery query) {
        refuse("line_items", query.lineItems(), "goes for costs alone");
        return of(query, OF_USAGE);
    }

    /** @throws ProblemException INVALID_REQUEST naming the parameter that asks for what is not known of costs */
    static Breakdown ofCosts(OrganizationQuery query) {
        return of(query, OF_COSTS);
    }

    private static Breakdown of(OrganizationQuery query, List<Dimension> served) {
        refuse("project_ids", query.projects(), "cannot be served: accounts have no projects");
        refuse("user_ids", query.users(), "cannot be served: usage is known by API key, not by user");
        refuse(
                "batch",
                query.batch == null ? List.of() : List.of(query.batch),
                "cannot be served: usage does not tell batches");
        Map<Dimension, List<String>> only = new EnumMap<>(Dimension.class);
        only.put(Dimension.MODEL, query.models());
        only.put(Dimension.API_KEY_ID, query.keys());
        only.put(Dimension.LINE_ITEM, query.lineItems());
        only.values().removeIf(List::isEmpty);
        return new Breakdown(
                query.groupBy().stream().map(word -> dimension(word, served)).collect(Collectors.toSet()), only);
    }

    private static Dimension dimension(String word, List<Dimension> served) {
        return served.stream()
                .filter(dimension -> dimension.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.INVALID_REQUEST,
                        "group_by can be "
                                + served.stream().map(Dimension::word).collect(Collectors.joining(" or ")),
                        "group_by"));
    }

    private static void refuse(String parameter, List<String> values, String why) {
        if (!values.isEmpty()) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, parameter + " " + why, parameter);
        }
    }
}
