package ai.radium.analytics.organization;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parameters of usage and costs. A list's name may end in brackets, as OpenAI's packages write it, or not. */
class OrganizationQuery {
    @QueryParam("start_time")
    @Nullable
    String startTime;

    @QueryParam("end_time")
    @Nullable
    String endTime;

    @QueryParam("bucket_width")
    @Nullable
    String bucketWidth;

    @QueryParam("limit")
    @Nullable
    String limit;

    @QueryParam("page")
    @Nullable
    String page;

    @QueryParam("batch")
    @Nullable
    String batch;

    @QueryParam("group_by")
    List<String> plainGroupBy = List.of();

    @QueryParam("group_by[]")
    List<String> groupBy = List.of();

    @QueryParam("models")
    List<String> plainModels = List.of();

    @QueryParam("models[]")
    List<String> models = List.of();

    @QueryParam("api_key_ids")
    List<String> plainKeys = List.of();

    @QueryParam("api_key_ids[]")
    List<String> keys = List.of();

    @QueryParam("line_items")
    List<String> plainLineItems = List.of();

    @QueryParam("line_items[]")
    List<String> lineItems = List.of();

    @QueryParam("project_ids")
    List<String> plainProjects = List.of();

    @QueryParam("project_ids[]")
    List<String> projects = List.of();

    @QueryParam("user_ids")
    List<String> plainUsers = List.of();

    @QueryParam("user_ids[]")
    List<String> users = List.of();

    List<String> groupBy() {
        return both(plainGroupBy, groupBy);
    }

    List<String> models() {
        return both(plainModels, models);
    }

    List<String> keys() {
        return both(plainKeys, keys);
    }

    List<String> lineItems() {
        return both(plainLineItems, lineItems);
    }

    List<String> projects() {
        return both(plainProjects, projects);
    }

    List<String> users() {
        return both(plainUsers, users);
    }

    private static List<String> both(List<String> plain, List<String> bracketed) {
        return Stream.concat(plain.stream(), bracketed.stream()).distinct().toList();
    }
}
