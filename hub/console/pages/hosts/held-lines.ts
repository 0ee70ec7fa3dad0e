import type { HostLine } from './host-list.ts'

/** Lines in the order and the bands of earlier ones; what is new comes last. */
export function inOrderOf(earlier: readonly HostLine[], lines: readonly HostLine[]): readonly HostLine[] {
  const [now, then] = [lines, earlier].map((some) => new Map(some.map((line) => [line.host.host, line])))
  return [
    ...earlier.flatMap(({ host, band }) => {
      const line = now?.get(host.host)
      return line === undefined ? [] : [{ ...line, band }]
    }),
    ...lines.filter(({ host }) => then?.has(host.host) !== true),
  ]
}
