package ai.radium.gateway.inference;

/** The members of an object that changes nothing in the answer, such as {@code metadata}. */
final class LabelMembers implements JsonScanner.Members {
    private final byte[] bytes;
    private final Field field;
    private final GivenNames names;

    LabelMembers(byte[] bytes, Field field) {
        this.bytes = bytes;
        this.field = field;
        names = new GivenNames(field.word() + ".");
    }

    @Override
    public void member(int keyStart, int keyEnd, int valueStart, int valueEnd) {
        String name = JsonSpan.text(bytes, keyStart, keyEnd);
        names.add(name);
        if (field.label() == Field.Label.TEXTS && !new JsonSpan(bytes, valueStart, valueEnd).isString()) {
            throw RefusedBody.at(names.path(name), names.path(name) + " must be a string");
        }
    }
}
