/** After how long a frame is taken for painted, in milliseconds: in a hidden tab there is none. */
const PATIENCE = 100

/** Resolves once what stands in the document is painted. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE)
    requestAnimationFrame(() => setTimeout(resolve, 0))
  })
}
