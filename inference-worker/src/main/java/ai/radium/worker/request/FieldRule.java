package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a field's value must be, whatever else is true of the worker. */
@FunctionalInterface
interface FieldRule {
    /**
     * @param name of the field, as the caller knows it
     * @throws EngineRefusal naming the field
     */
    void check(String name, Object value, Message request);

    /** For what has no bounds, or is raw JSON that has to be read to be judged. */
    static FieldRule anything() {
        return (_, _, _) -> {};
    }

    /** Both ends included; no end lets in what is not a number. */
    static FieldRule between(int least, int most) {
        return (name, value, _) -> {
            double number = ((Number) value).doubleValue();
            if (!(number >= least && number <= most)) {
                throw EngineRefusal.invalid(name, name + " must be between " + least + " and " + most);
            }
        };
    }

    static FieldRule atLeast(int least) {
        return (name, value, _) -> {
            if (((Number) value).longValue() < least) {
                throw EngineRefusal.invalid(
                        name, name + (least == 0 ? " must not be negative" : " must be at least " + least));
            }
        };
    }

    static FieldRule required() {
        return (name, value, _) -> {
            if (((String) value).isEmpty()) {
                throw EngineRefusal.invalid(name, name + " is required");
            }
        };
    }

    /** @param wanted ends a sentence that begins with the field's name */
    static FieldRule atMost(int characters, String wanted) {
        return (name, value, _) -> {
            if (((String) value).length() > characters) {
                throw EngineRefusal.invalid(name, name + " must be at most " + characters + " characters" + wanted);
            }
        };
    }

    /** @param wanted what the pattern stands for; ends a sentence that begins with the field's name */
    static FieldRule matching(String pattern, String wanted) {
        Pattern compiled = Pattern.compile(pattern);
        return (name, value, _) -> {
            if (!compiled.matcher((String) value).matches()) {
                throw EngineRefusal.invalid(name, name + " must be " + wanted);
            }
        };
    }

    /** A value that this worker's protocol has. */
    static FieldRule known() {
        return (name, value, _) -> {
            EnumValueDescriptor sent = (EnumValueDescriptor) value;
            if (sent.getIndex() < 0) {
                String names = sent.getType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .collect(Collectors.joining(" or "));
                throw EngineRefusal.invalid(name, name + " must be " + names + ", is " + sent.getNumber());
            }
        };
    }

    /** A number that is only for requests in which another field is true. */
    static FieldRule needing(String other) {
        return (name, value, request) -> {
            Object given = request.getField(request.getDescriptorForType().findFieldByName(other));
            if (((Number) value).intValue() != 0 && !((Boolean) given)) {
                throw EngineRefusal.invalid(name, name + " needs " + other);
            }
        };
    }

    default FieldRule and(FieldRule next) {
        return (name, value, request) -> {
            check(name, value, request);
            next.check(name, value, request);
        };
    }

    /** For a field that callers know by another name than the protocol does. */
    default FieldRule as(Function<Message, String> callersName) {
        return (_, value, request) -> check(callersName.apply(request), value, request);
    }
}
