package ai.radium.finetune.file;

import ai.radium.finetune.upload.Received;
import ai.radium.finetune.upload.ReceivedForm;
import ai.radium.finetune.upload.UploadConfig;
import ai.radium.finetune.upload.WithFile;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Uploads in parts over HTTP, in OpenAI's shape, and what is there of one. */
@Path("/uploads")
class UploadResource {
    private final Uploads uploads;
    private final Received received;
    private final UploadConfig config;
    private final Identity identity;

    UploadResource(Uploads uploads, Received received, UploadConfig config, Identity identity) {
        this.uploads = uploads;
        this.received = received;
        this.config = config;
        this.identity = identity;
    }

    @POST
    @Idempotent
    @Audited("upload.create")
    public Uni<UploadView> create(@Nullable CreateUpload body) {
        CreateUpload wanted = Require.body(body);
        wanted.check(config.mostBytes().asLongValue());
        return uploads.create(
                writer(), wanted, Objects.requireNonNull(wanted.bytes()), Objects.requireNonNull(wanted.mimeType()));
    }

    @GET
    @Path("/{id}")
    public Uni<UploadView> get(@RestPath String id) {
        return uploads.get(identity.account(), id);
    }

    @POST
    @WithFile(size = WithFile.Size.PART)
    @Idempotent
    @Audited("upload.add_part")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Path("/{id}/parts")
    public Uni<UploadView.PartView> addPart(@RestPath String id) {
        ReceivedForm form = received.form().require("data", Set.of());
        return uploads.add(writer(), id, form.artifact());
    }

    @POST
    @Idempotent
    @Audited("upload.complete")
    @Path("/{id}/complete")
    public Uni<UploadView> complete(@RestPath String id, @Nullable CompleteUpload body) {
        CompleteUpload wanted = Require.body(body);
        return uploads.complete(writer(), id, wanted.parts(), wanted.md5());
    }

    /** The body of a call that needs none. */
    record Nothing() {}

    @POST
    @Idempotent
    @Audited("upload.cancel")
    @Path("/{id}/cancel")
    public Uni<UploadView> cancel(@RestPath String id, @Nullable Nothing body) {
        return uploads.cancel(writer(), id);
    }

    private String writer() {
        if (identity.caller().role() == Role.VIEWER) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "A viewer may not upload files");
        }
        return identity.account();
    }
}
