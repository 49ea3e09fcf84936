package ai.radium.devstack.backing;

import ai.radium.devstack.process.StackFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The databases and roles in a running PostgreSQL. A service's database and its owner role have one name; the owner runs
 * the migrations, and the role with the suffix {@code _app} gets DML on every table the owner makes, nothing more.
 */
public final class Databases {
    static final String SUPERUSER = "postgres";

    /** The services that own a database today. */
    static final List<String> OF_SERVICES = List.of(
            "account_service",
            "model_service",
            "deployment_service",
            "billing_service",
            "analytics_service",
            "finetune_service");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final int port;
    private final DatabasePasswords passwords;

    Databases(int port, DatabasePasswords passwords) {
        this.port = port;
        this.passwords = passwords;
    }

    boolean areReady() {
        try (Connection connection = connect(SUPERUSER)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** A refusal, while it recovers say, is an answer too; class 08 of SQL states means that none came. */
    boolean answer() {
        try (Connection connection = connect(SUPERUSER)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return e.getSQLState() != null && !e.getSQLState().startsWith("08");
        }
    }

    /** Makes the database with its two roles where they are missing. */
    void ensure(String name) {
        ensure(name, name);
    }

    /** Makes a database of another name than its owner, as tests do to keep apart. */
    public void ensure(String database, String owner) {
        requireName(database);
        requireName(owner);
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement()) {
            String app = owner + "_app";
            String password = passwords.ofOwner(owner);
            ensureRole(statement, owner, password);
            ensureRole(statement, app, password);
            if (isMissing(statement, "pg_database where datname = '%s'".formatted(database))) {
                statement.execute("create database %s owner %s".formatted(database, owner));
            }
            statement.execute("revoke connect on database %s from public".formatted(database));
            statement.execute("grant connect on database %s to %s, %s".formatted(database, owner, app));
        } catch (SQLException e) {
            throw new StackFailure("database %s cannot be made: %s".formatted(database, e.getMessage()), e);
        }
        grantDml(database, owner);
    }

    private void grantDml(String database, String owner) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            String app = owner + "_app";
            statement.execute("grant usage on schema public to " + app);
            statement.execute("grant create, usage on schema public to " + owner);
            statement.execute(
                    "alter default privileges for role %s grant select, insert, update, delete on tables to %s"
                            .formatted(owner, app));
            statement.execute("alter default privileges for role %s grant usage, select on sequences to %s"
                    .formatted(owner, app));
        } catch (SQLException e) {
            throw new StackFailure("privileges in %s cannot be granted: %s".formatted(database, e.getMessage()), e);
        }
    }

    private void ensureRole(Statement statement, String role, String password) throws SQLException {
        if (isMissing(statement, "pg_roles where rolname = '%s'".formatted(role))) {
            statement.execute("create role %s login".formatted(role));
        }
        statement.execute("alter role %s password '%s'".formatted(role, password));
    }

    private static boolean isMissing(Statement statement, String what) throws SQLException {
        try (ResultSet found = statement.executeQuery("select 1 from " + what)) {
            return !found.next();
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", SUPERUSER);
        login.setProperty("password", passwords.superuser());
        login.setProperty("connectTimeout", "1");
        login.setProperty("loginTimeout", "2");
        login.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), login);
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new StackFailure(
                    "'%s' is no name for a database: lower-case letters, digits and _ only".formatted(name));
        }
    }
}
