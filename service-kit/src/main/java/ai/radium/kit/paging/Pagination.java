package ai.radium.kit.paging;

/** How a list goes on: {@code hasMore} = offset + limit &lt; total. */
public record Pagination(long total, int limit, int offset, boolean hasMore) {
    public static Pagination of(Page page, long total) {
        return new Pagination(total, page.limit(), page.offset(), page.offset() + (long) page.limit() < total);
    }
}
