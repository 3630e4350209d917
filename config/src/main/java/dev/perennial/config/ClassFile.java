package dev.perennial.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What annotations say in a class file, whose form is chapter 4 of the Java Virtual Machine
/// Specification: those of the class, those of its components if it is a record, and the defaults
/// of its members if it is an annotation itself.
///
/// Values are numbers, booleans, characters, texts, the names of constants, and lists of them.
final class ClassFile {
  private static final int MAGIC = 0xcafebabe;

  private final ByteBuffer in;
  private final ConstantPool constants;
  private final Map<String, Object> defaults = new HashMap<>();
  private final Map<String, Map<String, Map<String, Object>>> ofComponents = new HashMap<>();
  private final Map<String, Map<String, Object>> annotations;

  private ClassFile(ByteBuffer in) throws IOException {
    this.in = in;
    if (in.getInt() != MAGIC) {
      throw new IOException("no class file");
    }
    in.getInt(); // the version: what is read here has one form in all of them
    constants = ConstantPool.read(in);
    pass(6); // access, name, superclass
    pass(2 * number()); // interfaces
    members(); // fields
    members(); // methods
    annotations = attributes("");
  }

  /// @throws IOException if the class came from no file that can be read
  /// @throws RuntimeException if that is damaged
  static ClassFile of(Class<?> type) throws IOException {
    return read(ClassFiles.bytesOf(type));
  }

  /// @throws IOException if it is no class file
  /// @throws RuntimeException if it is damaged
  static ClassFile read(byte[] bytes) throws IOException {
    return new ClassFile(ByteBuffer.wrap(bytes));
  }

  /// The annotations of the class, by the descriptor of their type.
  Map<String, Map<String, Object>> annotations() {
    return annotations;
  }

  /// The annotations of a component, by the descriptor of their type.
  Map<String, Map<String, Object>> annotationsOf(String component) {
    return ofComponents.getOrDefault(component, Map.of());
  }

  /// The defaults of the members of an annotation.
  Map<String, Object> defaults() {
    return defaults;
  }

  private int number() {
    return Short.toUnsignedInt(in.getShort());
  }

  private void pass(int bytes) {
    in.position(in.position() + bytes);
  }

  private void members() throws IOException {
    for (int left = number(); left > 0; left--) {
      pass(2); // access
      String name = constants.text(number());
      pass(2); // descriptor
      attributes(name);
    }
  }

  /// The annotations among the attributes of something.
  private Map<String, Map<String, Object>> attributes(String owner) throws IOException {
    Map<String, Map<String, Object>> found = Map.of();
    for (int left = number(); left > 0; left--) {
      String name = constants.text(number());
      int length = in.getInt();
      switch (name) {
        case "RuntimeVisibleAnnotations" -> found = annotationList();
        case "AnnotationDefault" -> defaults.put(owner, value());
        case "Record" -> components();
        default -> pass(length);
      }
    }
    return found;
  }

  private void components() throws IOException {
    for (int left = number(); left > 0; left--) {
      String name = constants.text(number());
      pass(2); // descriptor
      ofComponents.put(name, attributes(name));
    }
  }

  private Map<String, Map<String, Object>> annotationList() throws IOException {
    Map<String, Map<String, Object>> list = new HashMap<>();
    for (int left = number(); left > 0; left--) {
      String type = constants.text(number());
      list.put(type, annotation());
    }
    return list;
  }

  private Map<String, Object> annotation() throws IOException {
    Map<String, Object> written = new HashMap<>();
    for (int left = number(); left > 0; left--) {
      String name = constants.text(number());
      written.put(name, value());
    }
    return written;
  }

  private Object value() throws IOException {
    char tag = (char) in.get();
    return switch (tag) {
      case 'B', 'D', 'F', 'I', 'J', 'S', 'c', 's' -> constants.at(number());
      case 'C' -> (char) (int) constants.at(number());
      case 'Z' -> (int) constants.at(number()) != 0;
      case 'e' -> nameOfConstant();
      case '@' -> inner();
      case '[' -> items();
      default -> throw new IOException("a member of an annotation has the unknown tag " + tag);
    };
  }

  private Object nameOfConstant() {
    pass(2); // its type
    return constants.at(number());
  }

  private Object inner() throws IOException {
    pass(2); // its type
    return annotation();
  }

  private Object items() throws IOException {
    List<Object> items = new ArrayList<>();
    for (int left = number(); left > 0; left--) {
      items.add(value());
    }
    return items;
  }
}
