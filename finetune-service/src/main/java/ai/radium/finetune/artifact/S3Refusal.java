package ai.radium.finetune.artifact;

import io.minio.messages.ErrorResponse;
import java.io.IOException;

/** What an S3 server answered instead of doing it. */
final class S3Refusal extends IOException {
    private static final long serialVersionUID = 1;

    private final String code;

    S3Refusal(String object, ErrorResponse answer, Throwable cause) {
        super("%s: the store answered %s, %s".formatted(object, answer.code(), answer.message()), cause);
        code = answer.code();
    }

    /** One of S3's codes, for example {@code NoSuchKey}. */
    String code() {
        return code;
    }
}
