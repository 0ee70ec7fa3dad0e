import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Puts sections into a Markdown document: each replaces the one with its heading, or is added at the end. */
export function putSections(path: string, sections: readonly string[]): void {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '# Benchmarks\n'
  const [head = '', ...old] = text.split(/^(?=## )/m).map((part) => part.trimEnd())
  const kept = new Map([...old, ...sections].map((section) => [/^.*/.exec(section)?.[0], section.trimEnd()]))
  writeFileSync(path, `${[head, ...kept.values()].join('\n\n')}\n`)
}
