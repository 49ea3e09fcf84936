package ai.radium.kit.database;

import io.quarkus.hibernate.orm.runtime.JPAConfig;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/** The session factory that services inject: Hibernate's, whose work is whole, has a {@link Deadline} and waits for its turn. */
class SteadySessions {
    private final DatabaseConfig config;
    private final Turns turns;

    SteadySessions(DatabaseConfig config, Turns turns) {
        this.config = config;
        this.turns = turns;
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Mutiny.SessionFactory sessions(JPAConfig units) {
        String unit = units.getPersistenceUnits().iterator().next(); // a service has one database
        Mutiny.SessionFactory hibernates =
                units.getEntityManagerFactory(unit, true).unwrap(Mutiny.SessionFactory.class);
        return (Mutiny.SessionFactory) Proxy.newProxyInstance(
                Mutiny.SessionFactory.class.getClassLoader(),
                new Class<?>[] {Mutiny.SessionFactory.class},
                (proxy, method, arguments) ->
                        method.getReturnType() == Uni.class && method.getName().startsWith("with")
                                ? work(hibernates, method, arguments)
                                : call(hibernates, method, arguments));
    }

    private Uni<Object> work(Mutiny.SessionFactory hibernates, Method method, Object[] arguments) {
        return Uni.createFrom().deferred(() -> {
            Holder holder = Requests.ofWorkAtHand();
            Deadline deadline = new Deadline(
                    holder.equals(Holder.BACKGROUND) ? config.backgroundTimeout() : config.requestTimeout());
            Object[] timed = arguments.clone();
            timed[timed.length - 1] = timed(timed[timed.length - 1], deadline);
            Supplier<Uni<Object>> begun = () -> uni(call(hibernates, method, timed));
            // Work inside of other work has that one's session, and so its turn.
            return deadline.whole(() -> hibernates.getCurrentSession() == null
                    ? turns.whileOn(holder, deadline, begun)
                    : deadline.begin(begun));
        });
    }

    @SuppressWarnings("unchecked") // the work of a session or of a session and its transaction, which ends in a Uni
    private static Object timed(Object work, Deadline deadline) {
        return switch (work) {
            case Function<?, ?> ofSession ->
                (Function<Object, Uni<Object>>) session ->
                        deadline.step(() -> ((Function<Object, Uni<Object>>) ofSession).apply(session));
            case BiFunction<?, ?, ?> ofTransaction ->
                (BiFunction<Object, Object, Uni<Object>>) (session, transaction) -> deadline.step(
                        () -> ((BiFunction<Object, Object, Uni<Object>>) ofTransaction).apply(session, transaction));
            default -> throw new IllegalArgumentException("no work with a session: " + work);
        };
    }

    @SuppressWarnings("unchecked") // only asked of methods that return one
    private static Uni<Object> uni(Object result) {
        return (Uni<Object>) result;
    }

    private static Object call(Mutiny.SessionFactory on, Method method, Object[] arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refusal ? refusal : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // the interface is public
        }
    }
}
