package ai.radium.account.member;

import ai.radium.account.Access;
import ai.radium.account.MemberView;
import ai.radium.account.User;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/account/members")
class MemberResource {
    private static final List<Role> ROLES = List.of(Role.VIEWER, Role.DEVELOPER, Role.ADMIN, Role.OWNER);

    private final Identity identity;
    private final Members members;

    MemberResource(Identity identity, Members members) {
        this.identity = identity;
        this.members = members;
    }

    /** @param sub the user's id in Keycloak */
    record AddMember(
            @Nullable String sub,
            @Nullable String role,
            @Nullable String email,
            @Nullable String name) {}

    record ChangeRole(@Nullable String role) {}

    @GET
    public Uni<Reply<List<MemberView>>> list() {
        return members.list(identity.account()).map(Reply::of);
    }

    @POST
    @Idempotent
    @Audited(value = "member.add", id = "sub")
    @ResponseStatus(201)
    public Uni<Reply<MemberView>> add(@Nullable AddMember body) {
        Caller admin = Access.require(identity.caller(), Role.ADMIN);
        AddMember member = Require.body(body);
        User user = new User(Require.text(member.sub(), "sub"), member.email(), member.name());
        bound(user.sub(), "sub");
        bound(user.email(), "email");
        bound(user.name(), "name");
        return members.add(admin, user, grantable(admin, member.role())).map(view -> Reply.of(view, "Member added"));
    }

    @PUT
    @Audited("member.update")
    @Path("/{sub}")
    public Uni<Reply<MemberView>> change(@RestPath String sub, @Nullable ChangeRole body) {
        Caller admin = Access.require(identity.caller(), Role.ADMIN);
        Role role = grantable(admin, Require.body(body).role());
        return members.changeRole(admin, sub, role).map(view -> Reply.of(view, "Role changed"));
    }

    @DELETE
    @Audited("member.remove")
    @Path("/{sub}")
    public Uni<Reply<MemberView>> remove(@RestPath String sub) {
        Caller admin = Access.require(identity.caller(), Role.ADMIN);
        return members.remove(admin, sub).map(view -> Reply.of(view, "Member removed"));
    }

    private static void bound(@Nullable String text, String field) {
        if (text != null && text.length() > User.LONGEST) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, field + " may have at most " + User.LONGEST + " characters", field);
        }
    }

    /** Nobody makes another more than they are themselves. */
    private static Role grantable(Caller caller, @Nullable String word) {
        Role role = ROLES.stream()
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.INVALID_REQUEST, "role must be one of viewer, developer, admin, owner", "role"));
        Access.require(caller, role);
        return role;
    }
}
