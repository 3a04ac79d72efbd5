import { Component, h, type ComponentType } from 'preact';

// A component that is drawn again only when `isSame` says that its properties differ; signals it reads draw it anyway.
export function memo<P extends object>(Inner: ComponentType<P>, isSame: (before: P, after: P) => boolean): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return !isSame(this.props, next);
    }
    override render() {
      return h(Inner, this.props);
    }
  };
}
