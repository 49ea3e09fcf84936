package ai.radium.finetune.artifact;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.Part;
import io.minio.messages.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The calls of an S3 server, as far as a store needs them; each blocks for two minutes at most. */
final class Bucket implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final int AT_ONCE = 64;

    private final OkHttpClient http;
    private final MinioAsyncClient client;
    private final String name;

    Bucket(URI endpoint, String name, String region, String accessKey, String secretKey) {
        Dispatcher calls = new Dispatcher();
        calls.setMaxRequestsPerHost(AT_ONCE);
        this.http = new OkHttpClient.Builder()
                .dispatcher(calls)
                .connectTimeout(CONNECT)
                .readTimeout(SILENCE)
                .writeTimeout(SILENCE)
                .build();
        this.client = MinioAsyncClient.builder()
                .endpoint(endpoint.toString())
                .region(region)
                .credentials(accessKey, secretKey)
                .httpClient(http)
                .build();
        this.name = name;
    }

    boolean exists() throws IOException {
        return called(
                name,
                () -> client.bucketExists(
                        BucketExistsArgs.builder().bucket(name).build()));
    }

    /** Stores the first bytes of a buffer as a whole object. */
    void put(String object, byte[] buffer, int length) throws IOException {
        called(
                object,
                () -> client.putObject(PutObjectArgs.builder().bucket(name).object(object).stream(
                                new ByteArrayInputStream(buffer, 0, length), length, -1)
                        .build()));
    }

    /** Begins an object of several parts; until {@link #complete} there is none. */
    String begin(String object) throws IOException {
        return called(object, () -> client.createMultipartUploadAsync(name, null, object, null, null))
                .result()
                .uploadId();
    }

    /** @param number from 1 on */
    Part part(String object, String upload, int number, byte[] buffer, int length) throws IOException {
        String tag = called(
                        object,
                        () -> client.uploadPartAsync(
                                name,
                                null,
                                object,
                                new ByteArrayInputStream(buffer, 0, length),
                                length,
                                upload,
                                number,
                                null,
                                null))
                .etag();
        return new Part(number, tag);
    }

    void complete(String object, String upload, List<Part> parts) throws IOException {
        Part[] all = parts.toArray(Part[]::new);
        called(object, () -> client.completeMultipartUploadAsync(name, null, object, upload, all, null, null));
    }

    void abort(String object, String upload) throws IOException {
        try {
            called(object, () -> client.abortMultipartUploadAsync(name, null, object, upload, null, null));
        } catch (S3Refusal e) {
            if (!e.code().equals("NoSuchUpload")) {
                throw e;
            }
        }
    }

    /** Uploads of this object that were begun and neither completed nor aborted. */
    List<String> unfinished(String object) throws IOException {
        List<String> found = new ArrayList<>();
        @Nullable String key = null;
        @Nullable String upload = null;
        boolean isMore = true;
        while (isMore) {
            ListMultipartUploadsResult page = uploads(object, key, upload);
            page.uploads().stream()
                    .filter(one -> one.objectName().equals(object))
                    .map(Upload::uploadId)
                    .forEach(found::add);
            key = page.nextKeyMarker();
            upload = page.nextUploadIdMarker();
            isMore = page.isTruncated();
        }
        return found;
    }

    private ListMultipartUploadsResult uploads(String prefix, @Nullable String key, @Nullable String upload)
            throws IOException {
        return called(
                        prefix,
                        () -> client.listMultipartUploadsAsync(
                                name, null, null, null, key, null, prefix, upload, null, null))
                .result();
    }

    /** The object's bytes from this one on. */
    InputStream open(String object, long offset) throws IOException {
        return called(
                object,
                () -> client.getObject(GetObjectArgs.builder()
                        .bucket(name)
                        .object(object)
                        .offset(offset)
                        .build()));
    }

    URI uri(String object) {
        return URI.create("s3://" + name + "/" + object);
    }

    void remove(String object) throws IOException {
        called(
                object,
                () -> client.removeObject(
                        RemoveObjectArgs.builder().bucket(name).object(object).build()));
    }

    List<String> list(String prefix) throws IOException {
        List<String> found = new ArrayList<>();
        for (Result<Item> item : client.listObjects(ListObjectsArgs.builder()
                .bucket(name)
                .prefix(prefix)
                .recursive(true)
                .build())) {
            found.add(called(prefix, () -> CompletableFuture.completedFuture(item.get()))
                    .objectName());
        }
        return found;
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private interface Call<T> {
        CompletableFuture<T> begin() throws MinioException, GeneralSecurityException, IOException;
    }

    private static <T> T called(String object, Call<T> call) throws IOException {
        try {
            return call.begin().get(MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(object, e.getCause());
        } catch (MinioException | GeneralSecurityException e) {
            throw failure(object, e);
        } catch (TimeoutException e) {
            throw new IOException(object + ": the store has not answered for " + MOST, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(object + ": not waited for any longer").initCause(e);
        }
    }

    private static IOException failure(String object, @Nullable Throwable thrown) {
        @Nullable Throwable cause = thrown;
        while (cause instanceof CompletionException) {
            cause = cause.getCause();
        }
        return cause instanceof ErrorResponseException refused
                ? new S3Refusal(object, refused.errorResponse(), refused)
                : new IOException(object + ": the store cannot be used", cause);
    }
}
