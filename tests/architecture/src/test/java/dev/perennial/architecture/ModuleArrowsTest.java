package dev.perennial.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may use whom. Modules that are not written yet have their rows already.
class ModuleArrowsTest {

  // Whoever may use `service` may also use `schedule`: Deadline is part of the service contract.
  // `cli` speaks the control protocol of `launcher` and nothing else of it.
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("config", Set.of()),
          entry("schedule", Set.of("config")),
          entry("service", Set.of("schedule", "config")),
          entry("process", Set.of("config", "service", "schedule")),
          entry("launcher", Set.of("service", "process", "config", "schedule")),
          entry("logging", Set.of("config", "service", "process", "schedule")),
          entry("tls", Set.of("config")),
          entry("http", Set.of("service", "config", "tls", "schedule")),
          entry("http-servlet", Set.of("http", "service", "config", "tls", "schedule")),
          entry("rpc", Set.of("service", "config", "schedule")),
          entry("rpc-rabbitmq", Set.of("rpc", "tls", "service", "config", "schedule")),
          entry(
              "rpc-embedded",
              Set.of("rpc-rabbitmq", "rpc", "tls", "service", "config", "schedule")),
          entry("registry", Set.of("service", "config", "schedule")),
          entry("backdoor", Set.of("service", "config", "schedule")),
          entry(
              "daemon",
              Set.of(
                  "config",
                  "schedule",
                  "service",
                  "process",
                  "launcher",
                  "logging",
                  "tls",
                  "http",
                  "http-servlet",
                  "rpc",
                  "rpc-rabbitmq",
                  "rpc-embedded",
                  "registry",
                  "backdoor")),
          entry("cli", Set.of("config", "launcher")),
          entry(
              "benchmarks",
              Set.of(
                  "config",
                  "schedule",
                  "service",
                  "launcher",
                  "logging",
                  "tls",
                  "http",
                  "rpc",
                  "rpc-rabbitmq")),
          entry(
              "testing",
              Set.of(
                  "config",
                  "schedule",
                  "service",
                  "process",
                  "launcher",
                  "logging",
                  "tls",
                  "http",
                  "http-servlet",
                  "rpc",
                  "rpc-rabbitmq",
                  "rpc-embedded",
                  "registry",
                  "backdoor")));

  private static final Set<String> CORE =
      Set.of("config", "schedule", "service", "process", "launcher", "backdoor");

  private static final Set<String> NO_NAMES =
      Set.of("common", "commons", "util", "utils", "helper", "helpers", "misc");

  private static final List<Checkout.Module> MODULES = Checkout.find().modules();
  private static final Map<String, String> MODULE_OF_PACKAGE = modulesByPackage();
  private static final Set<String> JDK_PACKAGES = jdkPackages();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.perennial");

  static Stream<String> modulesOfTheTable() {
    return ARROWS.keySet().stream().sorted();
  }

  static Stream<String> modulesWithSources() {
    return MODULES.stream().map(Checkout.Module::folder);
  }

  @ParameterizedTest
  @MethodSource("modulesWithSources")
  void the_rules_see_the_classes_of_every_module(String module) {
    assertTrue(
        CLASSES.stream().anyMatch(in(module)),
        "no class of " + module + " is on the class path: add it to tests/architecture/pom.xml");
  }

  @Test
  void the_rules_know_the_module_of_every_class() {
    Set<String> strays = new TreeSet<>();
    CLASSES.stream()
        .filter(type -> moduleOf(type).isEmpty())
        .forEach(type -> strays.add(type.getName()));
    assertEquals(Set.of(), strays);
  }

  @Test
  void every_module_has_a_row_in_the_table_of_arrows() {
    Set<String> unknown =
        MODULES.stream()
            .filter(Checkout.Module::isLibrary)
            .map(Checkout.Module::folder)
            .filter(folder -> !ARROWS.containsKey(folder))
            .collect(toSet());
    assertEquals(Set.of(), unknown);
  }

  @ParameterizedTest
  @MethodSource("modulesOfTheTable")
  void a_module_uses_only_what_the_table_allows(String module) {
    arrows(module, ARROWS.get(module)).check(CLASSES);
  }

  @Test
  void an_arrow_that_is_not_in_the_table_is_reported() {
    ArchRule nothingBelowService = arrows("service", Set.of());
    AssertionError broken =
        assertThrows(AssertionError.class, () -> nothingBelowService.check(CLASSES));
    assertTrue(broken.getMessage().contains("dev.perennial.schedule"), broken::getMessage);
  }

  @Test
  void nothing_depends_on_an_example() {
    Set<String> examples = modulesWithSources().filter(m -> m.contains("/")).collect(toSet());
    noClasses()
        .that(describe("in no example", type -> !examples.contains(moduleOf(type))))
        .should()
        .dependOnClassesThat(in(examples))
        .check(CLASSES);
  }

  @Test
  void nothing_but_an_example_depends_on_daemon() {
    Predicate<JavaClass> above = type -> moduleOf(type).contains("/") || in("daemon").test(type);
    noClasses()
        .that(describe("in a module", type -> !above.test(type)))
        .should()
        .dependOnClassesThat(in("daemon"))
        .check(CLASSES);
  }

  @Test
  void packages_are_free_of_circles() {
    slices().matching("dev.perennial.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_runtime_core_needs_nothing_but_the_jdk() {
    classes()
        .that(in(CORE))
        .should()
        .onlyDependOnClassesThat(
            in(CORE)
                .or(describe("of the JDK's public packages", ModuleArrowsTest::isJdk))
                .or(JavaClass.Predicates.resideInAnyPackage("org.jspecify..", "sun.misc")))
        .check(CLASSES);
  }

  @Test
  void a_package_inside_the_jdk_is_not_taken_for_a_public_one() {
    assertTrue(JDK_PACKAGES.contains("java.lang.foreign"));
    assertTrue(JDK_PACKAGES.contains("com.sun.net.httpserver"));
    assertTrue(Stream.of("sun.nio.ch", "jdk.internal.misc").noneMatch(JDK_PACKAGES::contains));
  }

  @Test
  void one_class_of_process_alone_names_sun_misc() {
    Set<String> users = usersOf(type -> type.getPackageName().equals("sun.misc"));
    assertEquals(1, users.size(), users::toString);
    assertEquals(Set.of("process"), modulesOf(users));
  }

  @Test
  void only_process_calls_native_code() {
    assertEquals(
        Set.of("process"),
        modulesOf(usersOf(type -> type.getName().equals("java.lang.foreign.Linker"))));
  }

  @Test
  void every_class_has_a_name_that_says_what_it_is() {
    noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers)(\\$.*)?").check(CLASSES);
  }

  @Test
  void there_is_no_module_and_no_package_for_what_belongs_nowhere() {
    Set<String> found =
        MODULES.stream()
            .flatMap(module -> Stream.concat(Stream.of(module.folder()), packagesOf(module)))
            .filter(name -> Stream.of(name.split("[./-]")).anyMatch(NO_NAMES::contains))
            .collect(toCollection(TreeSet::new));
    assertEquals(Set.of(), found);
  }

  private static ArchRule arrows(String module, Set<String> allowed) {
    Set<String> forbidden = new TreeSet<>(MODULE_OF_PACKAGE.values());
    forbidden.removeAll(allowed);
    forbidden.remove(module);
    // A module that is not written yet has no class: its rule waits for it.
    return noClasses()
        .that(in(module))
        .should()
        .dependOnClassesThat(in(forbidden))
        .allowEmptyShould(!MODULE_OF_PACKAGE.containsValue(module));
  }

  private static DescribedPredicate<JavaClass> in(String module) {
    return in(Set.of(module));
  }

  private static DescribedPredicate<JavaClass> in(Set<String> modules) {
    return describe("in " + new TreeSet<>(modules), type -> modules.contains(moduleOf(type)));
  }

  private static String moduleOf(JavaClass type) {
    return MODULE_OF_PACKAGE.getOrDefault(type.getBaseComponentType().getPackageName(), "");
  }

  private static boolean isJdk(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    return base.isPrimitive() || JDK_PACKAGES.contains(base.getPackageName());
  }

  // Top-level classes: what a nested class or a lambda does, its outermost class does.
  private static Set<String> usersOf(Predicate<JavaClass> used) {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(use -> used.test(use.getTargetClass()))
        .map(Dependency::getOriginClass)
        .map(type -> type.getName().replaceFirst("\\$.*", ""))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> modulesOf(Set<String> classNames) {
    return classNames.stream().map(name -> moduleOf(CLASSES.get(name))).collect(toSet());
  }

  private static Stream<String> packagesOf(Checkout.Module module) {
    return module.packages().stream();
  }

  private static Map<String, String> modulesByPackage() {
    Map<String, String> owners = new HashMap<>();
    for (Checkout.Module module : MODULES) {
      for (String name : module.packages()) {
        String other = owners.put(name, module.folder());
        if (other != null) {
          throw new IllegalStateException(name + " is in " + other + " and in " + module.folder());
        }
      }
    }
    return owners;
  }

  // jdk.unsupported exports sun.misc, for which there is a rule of its own.
  private static Set<String> jdkPackages() {
    return ModuleFinder.ofSystem().findAll().stream()
        .map(ModuleReference::descriptor)
        .filter(module -> !module.name().equals("jdk.unsupported"))
        .flatMap(module -> module.exports().stream())
        .filter(exported -> !exported.isQualified())
        .map(Exports::source)
        .collect(toSet());
  }
}
