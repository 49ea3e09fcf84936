package ai.radium.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How the programs of {@code e2e/clients} in one language get their packages, and run. */
enum ClientLanguage {
    PYTHON(
            "requirements.txt",
            "py",
            "python3 -m venv . && bin/pip install -q --disable-pip-version-check -r requirements.txt",
            "bin/python %s"),
    /** Their Node is a package too, since some want a newer one than machines have. */
    NODE("package.json", "mjs", "npm install --silent --no-audit --no-fund", "node_modules/.bin/node %s"),
    GO("go.mod", "go", "go mod download", "go run %s"),
    JAVA(
            "pom.xml",
            "java",
            "\"$RADIUM_ROOT/mvnw\" -q -B -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib",
            "\"$RADIUM_JAVA\" -XX:TieredStopAtLevel=1 -cp 'lib/*' %s");

    private final String versions;
    private final String ending;
    private final String install;
    private final String run;

    ClientLanguage(String versions, String ending, String install, String run) {
        this.versions = versions;
        this.ending = ending;
        this.install = install;
        this.run = run;
    }

    /** The language of a client's folder, by its file of versions. */
    static ClientLanguage of(Path folder) {
        return Stream.of(values())
                .filter(language -> Files.exists(folder.resolve(language.versions)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no versions of packages in " + folder));
    }

    String versions() {
        return versions;
    }

    boolean isProgram(Path file) {
        return file.toString().endsWith("." + ending);
    }

    String install() {
        return install;
    }

    String run(String program) {
        return run.formatted(program);
    }
}
