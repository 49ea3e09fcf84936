package ai.radium.worker.grammar;

import java.util.Arrays;
import java.util.Optional;

/** The formats of strings that are enforced; each lets through only what every reader of the format takes. */
enum StringFormat {
    /** RFC 3339; 29 February is left out, for it needs the year. */
    DATE("date", Rules.DATE),
    TIME("time", Rules.TIME),
    DATE_TIME("date-time", Rules.DATE + " \"T\" " + Rules.TIME),
    UUID("uuid", "[0-9a-f]{8} \"-\" [0-9a-f]{4} \"-\" [1-5] [0-9a-f]{3} \"-\" [89ab] [0-9a-f]{3} \"-\" [0-9a-f]{12}"),
    /** Under the domains that most people are found in: validators refuse endings that do not exist. */
    EMAIL(
            "email",
            "[a-z0-9]{1,16} ([._-] [a-z0-9]{1,16}){0,2} \"@\" [a-z0-9]{1,24} (\"-\" [a-z0-9]{1,24})? \".\" "
                    + Rules.DOMAIN),
    IPV4("ipv4", Rules.BYTE + " (\".\" " + Rules.BYTE + "){3}");

    private final String keyword;
    private final String expression;

    StringFormat(String keyword, String expression) {
        this.keyword = keyword;
        this.expression = expression;
    }

    static Optional<StringFormat> named(String keyword) {
        return Arrays.stream(values())
                .filter(format -> format.keyword.equals(keyword))
                .findFirst();
    }

    String keyword() {
        return keyword;
    }

    /** What stands between the quotes. */
    String expression() {
        return expression;
    }

    private static final class Rules {
        static final String DATE = "[12] [0-9]{3} \"-\" ("
                + "(\"01\" | \"03\" | \"05\" | \"07\" | \"08\" | \"10\" | \"12\") \"-\" (\"0\" [1-9] | [12] [0-9] | \"3\" [01])"
                + " | (\"04\" | \"06\" | \"09\" | \"11\") \"-\" (\"0\" [1-9] | [12] [0-9] | \"30\")"
                + " | \"02-\" (\"0\" [1-9] | \"1\" [0-9] | \"2\" [0-8]))";
        /** Without -00:00, which RFC 3339 has for "somewhere" and ISO 8601 forbids. */
        static final String OFFSET = "(\"Z\" | \"+\" (\"0\" [0-9] | \"1\" [0-3]) \":\" [0-5] [0-9]"
                + " | \"-\" (\"0\" [1-9] | \"1\" [0-3]) \":\" [0-5] [0-9] | \"-00:\" (\"0\" [1-9] | [1-5] [0-9]))";

        static final String TIME =
                "([01] [0-9] | \"2\" [0-3]) \":\" [0-5] [0-9] \":\" [0-5] [0-9] (\".\" [0-9]{1,3})? " + OFFSET;
        static final String DOMAIN =
                "(\"com\" | \"org\" | \"net\" | \"edu\" | \"gov\" | \"info\" | \"io\" | \"dev\" | \"app\""
                        + " | \"ai\" | \"at\" | \"au\" | \"be\" | \"br\" | \"ca\" | \"ch\" | \"cn\" | \"co\" | \"cz\" | \"de\" | \"dk\" | \"es\""
                        + " | \"eu\" | \"fr\" | \"ie\" | \"in\" | \"it\" | \"jp\" | \"kr\" | \"mx\" | \"nl\" | \"no\" | \"nz\" | \"pl\" | \"pt\""
                        + " | \"se\" | \"uk\" | \"us\" | \"za\")";
        static final String BYTE = "(\"25\" [0-5] | \"2\" [0-4] [0-9] | \"1\" [0-9] [0-9] | [1-9]? [0-9])";
    }
}
