package ai.radium.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** A model as stored: what lists filter by as columns, all of it as a JSON document. */
@Entity
@Table(name = "model")
class ModelRow {
    @Id
    String id = "";

    String name = "";
    String provider = "";
    String category = "";

    /** Whose it is; null = everybody's. */
    @Nullable
    String account;

    boolean featured;
    boolean active;
    String document = "";

    @Version
    long version;
}
