package dev.perennial.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a section stands for, once everything that it refers to has been found.
///
/// With methods where a switch over the records would do, because every start of a worker passes
/// here and the JVM makes such a switch anew each time.
sealed interface PasteNode {

  /// Made by a factory.
  ///
  /// @param global values of `[DEFAULT]`
  /// @param local values of the section
  /// @param owner resolves what a composite refers to
  /// @param trail the sections on the way to it
  record Made(
      PipelineFactory factory,
      Map<String, String> global,
      Map<String, String> local,
      PasteResolver owner,
      PasteTrail trail,
      PastePlace place)
      implements PasteNode {

    PipelineSettings settings() {
      return new PipelineSettings(global, local);
    }

    PasteOrigin origin() {
      return new PasteOrigin(global, place, trail);
    }

    @Override
    public Handler app() {
      return PasteBuilder.made(this);
    }

    @Override
    public Handler around(Handler app) {
      return PasteBuilder.put(this, app);
    }

    @Override
    public void check() {
      PasteBuilder.check(this);
    }

    @Override
    public PasteNode inheritedBy(PasteUse use) {
      Map<String, String> all = new HashMap<>(global);
      all.putAll(use.global());
      use.file().ifPresent(name -> all.put("__file__", name));
      Map<String, String> own = new HashMap<>(local);
      own.putAll(use.local());
      return new Made(factory, all, own, owner, trail, use.place());
    }
  }

  /// Filters around an application, the outermost first.
  record Pipeline(List<PasteNode> filters, PasteNode inner) implements PasteNode {

    @Override
    public Handler app() {
      Handler chain = inner.app();
      for (PasteNode filter : filters.reversed()) {
        chain = filter.around(chain);
      }
      return chain;
    }

    @Override
    public Handler around(Handler app) {
      throw new IllegalStateException("a pipeline is no filter");
    }

    @Override
    public void check() {
      filters.forEach(PasteNode::check);
      inner.check();
    }

    @Override
    public PasteNode inheritedBy(PasteUse use) {
      return this;
    }
  }

  /// A filter around an application or another filter.
  record Around(PasteNode filter, PasteNode inner) implements PasteNode {

    @Override
    public Handler app() {
      return filter.around(inner.app());
    }

    @Override
    public Handler around(Handler app) {
      return filter.around(inner.around(app));
    }

    @Override
    public void check() {
      filter.check();
      inner.check();
    }

    @Override
    public PasteNode inheritedBy(PasteUse use) {
      return new Around(filter, inner.inheritedBy(use));
    }
  }

  /// Has the factories make the application that this is.
  Handler app();

  /// Has the factories make the filter that this is, around an application.
  Handler around(Handler app);

  /// Finds out whether this could be made, as [PipelineLoader#check(String)] says.
  void check();

  /// The same node as another section uses it: that one's values win.
  PasteNode inheritedBy(PasteUse use);
}
