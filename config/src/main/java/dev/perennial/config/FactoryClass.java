package dev.perennial.config;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.function.UnaryOperator;

/// Writes the class file of a class whose only method calls a constructor with the elements of an
/// array, as `array -> new R((String) array[0], (int) (Integer) array[1], …)` is compiled.
///
/// The instructions never branch, so there are no stack map frames, and constants and two methods
/// are all there is to write (Java Virtual Machine Specification, chapter 4). The JDK's own writer
/// of class files could do it too, but loading it takes longer than all of this.
///
/// Belongs to one thread.
final class FactoryClass {

  private static final int MAGIC = 0xcafebabe;
  private static final int VERSION_OF_JAVA_17 = 61;
  private static final int ACC_PUBLIC = 0x0001;
  private static final int ACC_FINAL = 0x0010;
  private static final int ACC_SUPER = 0x0020;

  private static final int SIPUSH = 0x11;
  private static final int ALOAD_0 = 0x2a;
  private static final int ALOAD_1 = 0x2b;
  private static final int ALOAD_2 = 0x2c;
  private static final int AALOAD = 0x32;
  private static final int ASTORE_2 = 0x4d;
  private static final int DUP = 0x59;
  private static final int ARETURN = 0xb0;
  private static final int RETURN = 0xb1;
  private static final int INVOKEVIRTUAL = 0xb6;
  private static final int INVOKESPECIAL = 0xb7;
  private static final int NEW = 0xbb;
  private static final int CHECKCAST = 0xc0;

  private static final int LOCAL_VARIABLES = 3;

  private final ClassFileConstants constants = new ClassFileConstants();

  private FactoryClass() {}

  /// @param constructor takes what the array will have
  /// @param lookup into the class of the constructor, with full privilege access
  /// @return calls the constructor with the elements of an array of objects; what it throws comes
  ///   out as it is
  static UnaryOperator<Object> of(Constructor<?> constructor, MethodHandles.Lookup lookup)
      throws ReflectiveOperationException {
    byte[] file;
    try {
      file = new FactoryClass().file(constructor);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    // A nest mate may call the constructor of a private record.
    Class<?> factory =
        lookup
            .defineHiddenClass(file, true, MethodHandles.Lookup.ClassOption.NESTMATE)
            .lookupClass();
    @SuppressWarnings("unchecked")
    UnaryOperator<Object> made =
        (UnaryOperator<Object>) factory.getDeclaredConstructor().newInstance();
    return made;
  }

  private byte[] file(Constructor<?> constructor) throws IOException {
    String record = internal(constructor.getDeclaringClass());
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(rest);
    // Public, because the one who makes an instance is in another package than the record.
    out.writeShort(ACC_PUBLIC | ACC_FINAL | ACC_SUPER);
    out.writeShort(constants.type(record + "$Factory"));
    out.writeShort(constants.type("java/lang/Object"));
    out.writeShort(1);
    out.writeShort(constants.type("java/util/function/UnaryOperator"));
    out.writeShort(0); // fields
    out.writeShort(2);
    method(out, "<init>", "()V", 1, ownConstructor());
    method(
        out,
        "apply",
        "(Ljava/lang/Object;)Ljava/lang/Object;",
        deepest(constructor),
        call(constructor, record));
    out.writeShort(0); // attributes
    return withHead(rest.toByteArray());
  }

  // The constants come first, but are known last.
  private byte[] withHead(byte[] rest) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(MAGIC);
    out.writeShort(0);
    out.writeShort(VERSION_OF_JAVA_17);
    constants.writeTo(out);
    out.write(rest);
    return file.toByteArray();
  }

  private void method(DataOutputStream out, String name, String type, int stack, byte[] code)
      throws IOException {
    out.writeShort(ACC_PUBLIC);
    out.writeShort(constants.text(name));
    out.writeShort(constants.text(type));
    out.writeShort(1);
    out.writeShort(constants.text("Code"));
    out.writeInt(2 + 2 + 4 + code.length + 2 + 2);
    out.writeShort(stack);
    out.writeShort(LOCAL_VARIABLES);
    out.writeInt(code.length);
    out.write(code);
    out.writeShort(0); // exception table
    out.writeShort(0); // attributes
  }

  private byte[] ownConstructor() throws IOException {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(code);
    out.writeByte(ALOAD_0);
    instruction(out, INVOKESPECIAL, constants.method("java/lang/Object", "<init>", "()V"));
    out.writeByte(RETURN);
    return code.toByteArray();
  }

  private byte[] call(Constructor<?> constructor, String record) throws IOException {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(code);
    out.writeByte(ALOAD_1);
    instruction(out, CHECKCAST, constants.type("[Ljava/lang/Object;"));
    out.writeByte(ASTORE_2);
    instruction(out, NEW, constants.type(record));
    out.writeByte(DUP);
    Class<?>[] parameters = constructor.getParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      out.writeByte(ALOAD_2);
      instruction(out, SIPUSH, i);
      out.writeByte(AALOAD);
      convert(out, parameters[i]);
    }
    String type = MethodType.methodType(void.class, parameters).toMethodDescriptorString();
    instruction(out, INVOKESPECIAL, constants.method(record, "<init>", type));
    out.writeByte(ARETURN);
    return code.toByteArray();
  }

  private void convert(DataOutputStream out, Class<?> wanted) throws IOException {
    String object = internal(MethodType.methodType(wanted).wrap().returnType());
    instruction(out, CHECKCAST, constants.type(object));
    if (wanted.isPrimitive()) {
      String type = "()" + wanted.descriptorString();
      instruction(out, INVOKEVIRTUAL, constants.method(object, wanted.getName() + "Value", type));
    }
  }

  private static void instruction(DataOutputStream out, int code, int operand) throws IOException {
    out.writeByte(code);
    out.writeShort(operand);
  }

  // The new record twice, arguments of two words each, an array and an index.
  private static int deepest(Constructor<?> constructor) {
    return 2 + 2 * constructor.getParameterCount() + 2;
  }

  // An array has the name of its descriptor.
  private static String internal(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
