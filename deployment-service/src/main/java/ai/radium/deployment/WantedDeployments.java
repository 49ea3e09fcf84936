package ai.radium.deployment;

import ai.radium.contracts.finetune.JobChanged;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.wakeup.Wakeups;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.LogLine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Deployments of what fine-tuning jobs made, where their owners wanted one. What is wanted waits in a row until the catalogue has
 * the model; the deployment and the row's end are one transaction, and the row stays, so that there is one of each job.
 */
@ApplicationScoped
public class WantedDeployments {
    private static final Logger LOG = Logger.getLogger(WantedDeployments.class);
    private static final int LONGEST_NAME = 50;

    private static final String WANT =
            "insert into wanted_deployment (job_id, account, name, model) values (?, ?, ?, ?)"
                    + " on conflict (job_id) do nothing";
    private static final String MAKEABLE = "select w.job_id, w.account, w.name, w.model from wanted_deployment w"
            + " join model_copy m on m.id = w.model where not w.settled order by w.job_id limit 100";

    private final DeploymentStore store;
    private final Deployments deployments;
    private final Wakeups wakeups;

    WantedDeployments(DeploymentStore store, Deployments deployments, Wakeups wakeups) {
        this.store = store;
        this.deployments = deployments;
        this.wakeups = wakeups;
    }

    private record Wanted(String jobId, String account, String name, String model) {
        static Wanted of(Object[] row) {
            return new Wanted((String) row[0], (String) row[1], (String) row[2], (String) row[3]);
        }

        CreateDeployment named(String chosen) {
            return new CreateDeployment(chosen, model, null);
        }

        /** That no other deployment of the account has, unless its owner wanted so. */
        String longerName() {
            return name + "-" + jobId.substring(jobId.length() - 6);
        }
    }

    /** Takes down what a completed job's owner wants. */
    Uni<Void> want(Mutiny.Session session, JobChanged job) {
        return session.createNativeQuery(WANT)
                .setParameter(1, job.jobId())
                .setParameter(2, job.account())
                .setParameter(3, shortened(job.name()))
                .setParameter(4, Objects.requireNonNull(job.result()).model())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Without half a character at its end. */
    private static String shortened(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", " ").strip();
        int end = Math.min(LONGEST_NAME, plain.length());
        boolean isHalf = end > 0 && Character.isHighSurrogate(plain.charAt(end - 1));
        return plain.substring(0, isHalf ? end - 1 : end).strip();
    }

    /** Makes those whose model is known. Blocks. */
    public void make() {
        List<Object[]> rows = Blocking.await(() -> store.read(
                session -> session.createNativeQuery(MAKEABLE, Object[].class).getResultList()));
        rows.stream().map(Wanted::of).forEach(this::make);
    }

    private void make(Wanted wanted) {
        try {
            make(wanted, wanted.name());
        } catch (ProblemException refusal) {
            if (refusal.problem() == DeploymentProblem.DEPLOYMENT_NAME_TAKEN) {
                makeOrGiveUp(wanted);
            } else {
                giveUp(wanted, refusal);
            }
        }
    }

    private void makeOrGiveUp(Wanted wanted) {
        try {
            make(wanted, wanted.longerName());
        } catch (ProblemException refusal) {
            giveUp(wanted, refusal);
        }
    }

    private void make(Wanted wanted, String name) {
        Transition made = Blocking.await(() -> store.commit(
                CrashPoint.CREATE_COMMIT,
                session -> deployments
                        .created(session, wanted.account(), wanted.named(name))
                        .call(() -> settle(session, wanted))));
        wakeups.wake(made.after().id());
    }

    private void giveUp(Wanted wanted, ProblemException refusal) {
        LogLine.to(LOG)
                .with("job", wanted.jobId())
                .with("why", refusal.detail())
                .warn("the deployment that a job's owner wanted was refused");
        Blocking.await(() -> store.write(session -> settle(session, wanted)));
    }

    private static Uni<Void> settle(Mutiny.Session session, Wanted wanted) {
        return session.createNativeQuery("update wanted_deployment set settled = true where job_id = ?")
                .setParameter(1, wanted.jobId())
                .executeUpdate()
                .replaceWithVoid();
    }
}
