package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Annotations read from class files are those that the JVM itself gives.
class RecordAnnotationsTest {
  private static final List<Class<? extends Annotation>> OF_COMPONENTS =
      List.of(
          Opt.class,
          Inline.class,
          Range.class,
          Length.class,
          Size.class,
          OneOf.class,
          Matches.class,
          Schemes.class,
          DeprecatedForRemoval.class);

  @TempDir Path directory;

  @Group(value = "every", title = "Everything – in UTF-8: äöü €", help = "\0 is a sign too.")
  record Every(
      @Opt(help = "A – dash.", def = "30", unit = ChronoUnit.MILLIS, mutable = true) Duration span,
      @Opt(
              def = "a",
              letter = 'x',
              was = {"old", "other/name"})
          @OneOf({"a", "b"})
          String choice,
      @Opt(separator = '=', bounds = true) @Size(min = 0, max = 3) Map<String, String> map,
      @Opt(def = "1") @Range(min = -1.5, max = 1e300) double ratio,
      @Opt(def = "10.0.0.1", form = TextForm.IP_ADDRESS) @DeprecatedForRemoval String address,
      @Opt(def = "ab") @Length(max = 2) @Matches("[a-z]+") String text,
      @Inline Inner inner) {}

  record Inner(@Opt(secret = true) Optional<String> password) {}

  private static byte[] bytesOf(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream("/" + name))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Every.class, Inner.class, Kinds.class})
  void a_class_file_says_what_the_jvm_says(Class<?> record) throws IOException {
    RecordAnnotations read = new ClassFileAnnotations(ClassFile.read(bytesOf(record)));
    RecordAnnotations reflected = new ReflectedAnnotations(record);

    assertEquals(reflected.ofRecord(Group.class), read.ofRecord(Group.class));
    int found = 0;
    for (RecordComponent component : record.getRecordComponents()) {
      for (Class<? extends Annotation> type : OF_COMPONENTS) {
        Optional<AnnotationValues> ours = read.ofComponent(component, type);
        assertEquals(reflected.ofComponent(component, type), ours, component + " " + type);
        found += ours.isPresent() ? 1 : 0;
      }
    }
    assertTrue(found >= record.getRecordComponents().length, "only " + found);
  }

  @Test
  void defaults_of_members_are_those_of_the_declaration() throws IOException {
    for (Class<? extends Annotation> type : OF_COMPONENTS) {
      assertEquals(
          AnnotationValues.reflectedDefaults(type),
          ClassFile.read(bytesOf(type)).defaults(),
          type.getName());
    }
  }

  @Test
  void a_member_that_does_not_exist_is_a_mistake_that_is_named() {
    AnnotationValues values = new AnnotationValues(Opt.class, Map.of("unit", "PARSECS"));

    var unknown = assertThrows(IllegalArgumentException.class, () -> values.text("nothing"));
    assertEquals("dev.perennial.config.Opt has no nothing", unknown.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> values.constant("unit", ChronoUnit.values()));
  }

  @Test
  void damaged_class_files_are_refused() throws IOException {
    byte[] whole = bytesOf(Every.class);

    assertThrows(IOException.class, () -> ClassFile.read(new byte[10]));
    for (int length = 0; length < whole.length; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      Exception refusal = assertThrows(Exception.class, () -> ClassFile.read(cut));
      assertTrue(refusal instanceof IOException || refusal instanceof RuntimeException);
    }
  }

  @Test
  void a_class_is_found_in_its_jar_and_in_its_directory() throws Exception {
    String name = Inner.class.getName().replace('.', '/') + ".class";
    Path jar = directory.resolve("a b.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry(name));
      entries.write(bytesOf(Inner.class));
    }
    Path unpacked = directory.resolve("classes/" + name);
    Files.createDirectories(Objects.requireNonNull(unpacked.getParent()));
    Files.write(unpacked, bytesOf(Inner.class));

    for (Path place : List.of(jar, directory.resolve("classes"))) {
      URL[] path = {place.toUri().toURL()};
      try (URLClassLoader loader = new Own(path)) {
        Class<?> loaded = loader.loadClass(Inner.class.getName());
        assertFalse(loaded == Inner.class);
        assertEquals(bytesOf(Inner.class).length, ClassFiles.bytesOf(loaded).length);
        assertInstanceOf(ClassFileAnnotations.class, RecordAnnotations.of(loaded));
      }
    }
  }

  /// Loads records by itself, and all else as usual.
  private static final class Own extends URLClassLoader {
    Own(URL[] path) {
      super(path, RecordAnnotationsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.equals(Inner.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
    }
  }

  @Test
  void a_class_that_came_from_no_file_is_asked_itself() {
    assertThrows(NoSuchFileException.class, () -> ClassFiles.bytesOf(String.class));
    assertInstanceOf(ReflectedAnnotations.class, RecordAnnotations.of(String.class));
  }
}
