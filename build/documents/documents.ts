import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ROOT } from '../executable/bundle.ts'

const PICTURE = /<picture>(?:(?!<\/picture>)[^])*? alt="([^"]*)"(?:(?!<\/picture>)[^])*<\/picture>/g

const LINK = /\[([^\]]+)\]\(([^)#:]+)(?:#[^)]*)?\)/g

/**
 * The documentation in a program's packages, by its paths in the checkout, of which these are patterns. Links to files
 * that the packages lack are reduced to their text, pictures to what they show.
 */
export async function documents(patterns: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = globSync(patterns, { cwd: ROOT }).sort()
  const texts = names.map(async (name) => {
    const text = await readFile(join(ROOT, name), 'utf8')
    const isHere = (target: string): boolean => names.includes(join(dirname(name), target))
    const plain = text.replace(PICTURE, 'picture: $1')
    return [
      name,
      plain.replace(LINK, (link, words: string, target: string) => (isHere(target) ? link : words)),
    ] as const
  })
  return new Map(await Promise.all(texts))
}
