package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Makes schemas of all that can be enforced, small enough that every answer ends by itself. The same seed, the same schema. */
public final class RandomSchema {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> NAMES =
            List.of("id", "name", "city", "kind", "total", "in stock", "größe", "say \"hi\"", "a/b", "r0");
    private static final int DEEPEST = 3;

    private final Random random;
    private final ObjectNode root = JSON.createObjectNode();

    private RandomSchema(long seed) {
        this.random = new Random(seed);
    }

    /** An object schema, some of its parts in {@code $defs}. */
    public static ObjectNode of(long seed) {
        RandomSchema schema = new RandomSchema(seed);
        schema.object(schema.root, 1);
        return schema.root;
    }

    private ObjectNode any(int depth) {
        ObjectNode schema = JSON.createObjectNode();
        boolean deepest = depth >= DEEPEST;
        switch (random.nextInt(deepest ? 8 : 13)) {
            case 0 -> string(schema);
            case 1 ->
                schema.put("type", "string")
                        .put("format", one(List.of("date", "time", "date-time", "uuid", "email", "ipv4")));
            case 2 -> integer(schema);
            case 3 -> number(schema);
            case 4 -> schema.put("type", "boolean");
            case 5 -> literals(schema);
            case 6 -> schema.put("const", random.nextBoolean() ? "fixed \\ \"value\"" : "v" + random.nextInt(9));
            case 7 -> schema.putArray("type").add("null").add(random.nextBoolean() ? "boolean" : "integer");
            case 8 -> object(schema, depth + 1);
            case 9 -> array(schema, depth + 1);
            case 10 -> alternatives(schema, depth + 1);
            case 11 -> tagged(schema, depth + 1);
            default -> reference(schema, depth + 1);
        }
        if (random.nextInt(4) == 0 && !schema.has("$ref")) {
            schema.put("description", "of no effect");
        }
        return schema;
    }

    private void object(ObjectNode schema, int depth) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        int wanted = 1 + random.nextInt(3);
        for (int i = 0; i < wanted; i++) {
            String name = one(NAMES);
            properties.set(name, any(depth));
        }
        properties.fieldNames().forEachRemaining(name -> {
            if (random.nextInt(3) > 0) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (random.nextBoolean()) {
            schema.put("additionalProperties", random.nextInt(4) == 0);
        }
    }

    private void array(ObjectNode schema, int depth) {
        schema.put("type", "array");
        if (random.nextInt(4) == 0) {
            schema.putArray("prefixItems").add(any(depth)).add(any(depth));
            schema.put("items", false).put("minItems", 2);
            return;
        }
        schema.set("items", any(depth));
        int least = random.nextInt(3);
        schema.put("maxItems", least + random.nextInt(2));
        if (least > 0) {
            schema.put("minItems", least);
        }
    }

    private void string(ObjectNode schema) {
        int least = random.nextInt(4);
        schema.put("type", "string").put("maxLength", least + random.nextInt(10));
        if (least > 0) {
            schema.put("minLength", least);
        }
    }

    private void integer(ObjectNode schema) {
        schema.put("type", "integer");
        int bound = random.nextInt(-2_000, 2_000);
        switch (random.nextInt(5)) {
            case 0 -> schema.put("minimum", bound);
            case 1 -> schema.put("exclusiveMaximum", bound);
            case 2 -> schema.put("minimum", bound).put("maximum", bound + random.nextInt(3_000));
            case 3 -> schema.put("exclusiveMinimum", bound).put("exclusiveMaximum", bound + 2 + random.nextInt(30));
            default -> {}
        }
    }

    private void number(ObjectNode schema) {
        schema.put("type", "number");
        double bound = random.nextInt(-30_000, 30_000) / 100.0;
        switch (random.nextInt(5)) {
            case 0 -> schema.put("minimum", bound);
            case 1 -> schema.put("maximum", bound);
            case 2 -> schema.put("exclusiveMinimum", bound).put("maximum", bound + 0.25 + random.nextInt(9));
            case 3 -> schema.put("minimum", 0).put("maximum", 1);
            default -> {}
        }
    }

    private void literals(ObjectNode schema) {
        ArrayNode values =
                schema.putArray("enum").add("red").add("dark \"blue\"").add("größer");
        if (random.nextBoolean()) {
            values.add(7).addNull().add(false);
        } else {
            schema.put("type", "string");
        }
    }

    private void alternatives(ObjectNode schema, int depth) {
        schema.putArray("anyOf").add(any(depth)).add(any(depth)).addObject().put("type", "null");
    }

    /** Objects that tell themselves apart by a property. */
    private void tagged(ObjectNode schema, int depth) {
        ArrayNode parts = schema.putArray("oneOf");
        for (String tag : List.of("cat", "dog")) {
            ObjectNode part = parts.addObject().put("type", "object");
            ObjectNode properties = part.putObject("properties");
            properties.putObject("is").put("const", tag);
            properties.set("more", any(depth));
            part.putArray("required").add("is");
        }
    }

    private void reference(ObjectNode schema, int depth) {
        ObjectNode definitions = root.withObject("/$defs");
        String name = "part " + definitions.size();
        definitions.putNull(name);
        definitions.set(name, any(depth));
        schema.put("$ref", "#/$defs/" + name.replace(" ", "%20"));
    }

    private String one(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
