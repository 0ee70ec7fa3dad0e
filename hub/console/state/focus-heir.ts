/** What can have the focus and takes no letters, which are commands outside of fields. */
const PLACES = 'a[href], button:not(:disabled), summary, input:is([type=checkbox], [type=radio]), [tabindex="0"]'

/**
 * Gives the focus to what is next when what had it is gone, so that whoever works with keys goes on from there: without
 * this it would fall to the page as a whole.
 */
export function keepFocus(): void {
  let last: Element | undefined
  document.addEventListener('focusin', ({ target }) => (last = target instanceof Element ? target : undefined))
  // Whoever presses beside everything means to leave it.
  document.addEventListener('pointerdown', () => (last = undefined), { capture: true })
  const observer = new MutationObserver((changes) => {
    const { activeElement } = document
    if (last === undefined || (activeElement !== null && activeElement !== document.body)) return
    const lost = last
    const loss = changes.findLast(
      ({ target, removedNodes }) => target.isConnected && [...removedNodes].some((node) => node.contains(lost)),
    )
    if (loss === undefined) return
    const heir = lost.isConnected ? lost : heirOf(loss, changes)
    if (heir instanceof HTMLElement) heir.focus({ preventScroll: true })
  })
  observer.observe(document.body, { childList: true, subtree: true })
}

/** What comes after something that was removed: its like beside it, what took its place, or what is nearest. */
function heirOf(loss: MutationRecord, changes: readonly MutationRecord[]): Element | undefined {
  const { target, removedNodes } = loss
  const [gone] = removedNodes
  const [after, before] = [beside(loss.nextSibling, 'nextSibling'), beside(loss.previousSibling, 'previousSibling')]
  const alike = [...after, ...before].filter((node) => isAlike(node, gone))
  const added = changes.filter((change) => change.target === target).flatMap(({ addedNodes }) => Array.from(addedNodes))
  return placeIn([...alike, ...added, ...after]) ?? placeIn(before, 'last') ?? nearest(target)
}

/** The nodes from one on that are still there. */
function beside(from: Node | null, way: 'nextSibling' | 'previousSibling'): Node[] {
  const nodes: Node[] = []
  for (let node = from; node !== null; node = node[way]) if (node.isConnected) nodes.push(node)
  return nodes
}

function isAlike(node: Node, gone: Node | undefined): boolean {
  if (!(node instanceof Element) || !(gone instanceof Element)) return false
  return node.tagName === gone.tagName && node.classList[0] === gone.classList[0]
}

/** The nearest place around a node; at the end the page or the dialog itself. */
function nearest(from: Node): Element | undefined {
  for (let node: Node | null = from; node instanceof Element; node = node.parentNode) {
    const inside = placeIn([node])
    if (inside !== undefined && !node.matches('main, .shell, body')) return inside
    if (node.matches('main')) return node
  }
  return document.querySelector('main') ?? undefined
}

/** The first place in the first node that has one, or the last. */
function placeIn(nodes: readonly Node[], which: 'first' | 'last' = 'first'): Element | undefined {
  for (const node of nodes) {
    if (!(node instanceof Element) || !node.isConnected) continue
    const all = [node, ...node.querySelectorAll(PLACES)].filter((each) => each.matches(PLACES) && isSeen(each))
    const found = which === 'first' ? all[0] : all.at(-1)
    if (found !== undefined) return found
  }
  return undefined
}

function isSeen(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: false })
}
