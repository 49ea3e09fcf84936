package ai.radium.model;

import ai.radium.kit.audit.Audited;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The catalogue over HTTP. */
@Path("/models")
class ModelResource {
    private final Catalogue catalogue;
    private final FineTunedModels fineTunedModels;
    private final Identity identity;

    ModelResource(Catalogue catalogue, FineTunedModels fineTunedModels, Identity identity) {
        this.catalogue = catalogue;
        this.fineTunedModels = fineTunedModels;
        this.identity = identity;
    }

    @GET
    public Uni<ModelList> list(
            @RestQuery @Nullable String category,
            @RestQuery @Nullable String provider,
            @RestQuery @Nullable String featured,
            @RestQuery @Nullable String fineTuned,
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return catalogue
                .list(ModelFilter.of(category, provider, featured, fineTuned, search), page, identity.account())
                .map(models -> ModelList.of(models, page));
    }

    /** Ids hold {@code :} and {@code /}. */
    @GET
    @Path("/{id:.+}")
    public Uni<ModelDetails> get(@PathParam("id") String id) {
        return catalogue.get(id, identity.account()).map(ModelDetails::of);
    }

    /** In the words of OpenAI's clients. */
    record Deleted(String id, String object, boolean deleted) {}

    @DELETE
    @Audited("model.delete")
    @Path("/{id:.+}")
    public Uni<Deleted> delete(@RestPath String id) {
        return fineTunedModels.delete(writer(), id).map(gone -> new Deleted(id, "model", true));
    }

    private String writer() {
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not delete models");
        }
        return identity.account();
    }
}
