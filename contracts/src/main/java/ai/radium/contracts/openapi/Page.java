package ai.radium.contracts.openapi;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page of the documentation, which needs nothing but the gateway's own stylesheet. */
final class Page {
    private Page() {}

    /** @param markdown HTML in it is shown as text */
    static String of(String title, String markdown) {
        String body = HtmlRenderer.builder()
                .escapeHtml(true)
                .sanitizeUrls(true)
                .build()
                .render(Parser.builder().build().parse(markdown));
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s · Radium</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="/docs/docs.css">
                </head>
                <body>
                <header><nav><a href="/docs">API</a> <a href="/docs/errors">Errors</a> <a href="/docs/changelog">Changelog</a></nav></header>
                <main>
                %2$s</main>
                </body>
                </html>
                """.formatted(title, body);
    }
}
