import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../executable/bundle.ts'

/** Values by the names that a text of packaging/ has for them, there between two `@`. */
export type Values = Readonly<Record<string, string>>

/**
 * Fills in a text of packaging/. Each line of a value gets the indentation of the line that names it, and a line that
 * names an empty value is left out. Throws for a name that has no value.
 */
export function filledIn(text: string, values: Values): string {
  const valueOf = (name: string): string => {
    const value = values[name]
    if (value === undefined) throw new Error(`@${name}@: there is no such value`)
    return value
  }
  const lines = text.split('\n').flatMap((line) => {
    const names = [...line.matchAll(NAME)].map(([, name = '']) => name)
    if (names.some((name) => valueOf(name) === '')) return []
    const [indent = ''] = /^\s*/.exec(line) ?? []
    return line.replaceAll(NAME, (_, name: string) => valueOf(name).replaceAll(/\n(?=.)/g, `\n${indent}`))
  })
  return lines.join('\n')
}

const NAME = /@([A-Z_]+)@/g

/** Reads a text of packaging/ and fills it in. */
export async function packaged(path: string, values: Values): Promise<string> {
  return filledIn(await readFile(join(ROOT, 'packaging', path), 'utf8'), values)
}
