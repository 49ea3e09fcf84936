package ai.radium.model;

import ai.radium.kit.identity.Identity;
import ai.radium.kit.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The catalogue over HTTP. */
@Path("/models")
class ModelResource {
    private final Catalogue catalogue;
    private final Identity identity;

    ModelResource(Catalogue catalogue, Identity identity) {
        this.catalogue = catalogue;
        this.identity = identity;
    }

    @GET
    public Uni<ModelList> list(
            @RestQuery @Nullable String category,
            @RestQuery @Nullable String provider,
            @RestQuery @Nullable String featured,
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String offset) {
        Page page = Page.of(limit, offset);
        return catalogue
                .list(ModelFilter.of(category, provider, featured, search), page, identity.account())
                .map(models -> ModelList.of(models, page));
    }

    /** Ids hold {@code :} and {@code /}. */
    @GET
    @Path("/{id:.+}")
    public Uni<ModelDetails> get(@PathParam("id") String id) {
        return catalogue.get(id, identity.account()).map(ModelDetails::of);
    }
}
