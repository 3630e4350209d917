package dev.perennial.architecture;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A Java file as the compiler's parser sees it, so that comments and strings cannot mislead a
/// rule.
final class JavaSource {

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");
  private static final Pattern SLEEP =
      Pattern.compile(
          "(java\\.lang\\.)?Thread[.:]+sleep|(\\w+\\.)*TimeUnit\\.\\w+[.:]+sleep"
              + "|(\\w+\\.)*LockSupport[.:]+park(Nanos|Until)");

  private final CompilationUnitTree unit;

  private JavaSource(CompilationUnitTree unit) {
    this.unit = unit;
  }

  static JavaSource parse(String text) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    // Whether the file compiles is the compiler's business; what it complains of is not shown
    // twice.
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, diagnostic -> {}, null, null, List.of(file));
    try {
      return new JavaSource(task.parse().iterator().next());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The tests that run, as `YTest#method` or `YTest.Nested#method`; a disabled test is none.
  Set<String> tests() {
    Set<String> found = new TreeSet<>();
    Deque<String> enclosing = new ArrayDeque<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree type, Void nothing) {
        if (has(type.getModifiers(), Set.of("Disabled"))) {
          return null;
        }
        enclosing.addLast(type.getSimpleName().toString());
        super.visitClass(type, nothing);
        enclosing.removeLast();
        return null;
      }

      @Override
      public Void visitMethod(MethodTree method, Void nothing) {
        ModifiersTree modifiers = method.getModifiers();
        if (has(modifiers, TEST_ANNOTATIONS) && !has(modifiers, Set.of("Disabled"))) {
          found.add(String.join(".", enclosing) + "#" + method.getName());
        }
        return null;
      }
    }.scan(unit, null);
    return found;
  }

  /// Whether the code sleeps on the wall clock.
  boolean sleeps() {
    boolean[] found = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
        return look(select, nothing);
      }

      @Override
      public Void visitMemberReference(MemberReferenceTree reference, Void nothing) {
        return look(reference, nothing);
      }

      private Void look(Tree tree, Void nothing) {
        found[0] |= SLEEP.matcher(tree.toString()).matches();
        return tree instanceof MemberSelectTree select
            ? super.visitMemberSelect(select, nothing)
            : super.visitMemberReference((MemberReferenceTree) tree, nothing);
      }
    }.scan(unit, null);
    return found[0];
  }

  private static boolean has(ModifiersTree modifiers, Set<String> annotations) {
    return modifiers.getAnnotations().stream()
        .map(AnnotationTree::getAnnotationType)
        .map(type -> type.toString().substring(type.toString().lastIndexOf('.') + 1))
        .anyMatch(annotations::contains);
  }
}
