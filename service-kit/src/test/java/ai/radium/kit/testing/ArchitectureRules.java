package ai.radium.kit.testing;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What a machine can judge of how our code reads. A module's ArchitectureTest imports these over its own classes. */
public final class ArchitectureRules {
    @ArchTest
    public static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Processor|Base|Common|DTO|Dto)")
            .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule FIELDS_ARE_NOT_INJECTED =
            fields().should().notBeAnnotatedWith("jakarta.inject.Inject").allowEmptyShould(true);

    /** A resource method that is not public is a silent 404. */
    @ArchTest
    public static final ArchRule RESOURCE_METHODS_ARE_PUBLIC = methods()
            .that(are(DescribedPredicate.describe("resource methods", ArchitectureRules::isResourceMethod)))
            .should()
            .bePublic()
            .allowEmptyShould(true);

    /** Whoever sends a POST again, since the reply was lost, must not have its effect twice. */
    @ArchTest
    public static final ArchRule POSTS_OF_CUSTOMERS_HAPPEN_ONCE = methods()
            .that()
            .areAnnotatedWith("jakarta.ws.rs.POST")
            .and()
            .areDeclaredInClassesThat()
            .areNotAnnotatedWith(DescribedPredicate.describe("an internal path", ArchitectureRules::isInternal))
            .should()
            .beAnnotatedWith("ai.radium.kit.idempotency.Idempotent")
            .allowEmptyShould(true);

    /** Every call that changes something is in the account's log. */
    @ArchTest
    public static final ArchRule CHANGES_OF_CUSTOMERS_ARE_AUDITED = methods()
            .that(are(DescribedPredicate.describe("methods that change something", ArchitectureRules::isChange)))
            .and()
            .areDeclaredInClassesThat()
            .areNotAnnotatedWith(DescribedPredicate.describe("an internal path", ArchitectureRules::isInternal))
            .should()
            .beAnnotatedWith("ai.radium.kit.audit.Audited")
            .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule NOTHING_SLEEPS =
            noClasses().should().callMethod(Thread.class, "sleep", long.class).allowEmptyShould(true);

    @ArchTest
    public static final ArchRule MONEY_IS_NEVER_A_FLOAT = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("..money..", "..billing..", "..ledger..", "..pricing..")
            .should()
            .notHaveRawType(DescribedPredicate.describe(
                    "float or double", type -> type.isEquivalentTo(double.class) || type.isEquivalentTo(float.class)))
            .allowEmptyShould(true);

    @ArchTest
    public static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("ai.radium.*.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    public static final ArchRule LOGS_GO_TO_THE_LOGGER = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    public static final ArchRule NO_FRAMEWORK_FOR_MAPPING_OR_MOCKING = classes()
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.describe(
                    "are no mapping or mocking framework",
                    type -> !type.getPackageName().startsWith("org.mockito")
                            && !type.getPackageName().startsWith("org.mapstruct")))
            .allowEmptyShould(true);

    private ArchitectureRules() {}

    private static boolean isInternal(JavaAnnotation<?> annotation) {
        return annotation.getRawType().getName().equals("jakarta.ws.rs.Path")
                && String.valueOf(annotation.get("value").orElse("")).contains("internal");
    }

    private static boolean isChange(JavaMethod method) {
        return isResourceMethod(method) && !method.isAnnotatedWith("jakarta.ws.rs.GET");
    }

    private static boolean isResourceMethod(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(JavaAnnotation::getRawType)
                .anyMatch(type -> type.isMetaAnnotatedWith("jakarta.ws.rs.HttpMethod"));
    }
}
