import { lstatSync } from 'node:fs'
import { resolve } from 'node:path'
import type { SectionConfigs } from '../../../config/mail-reports/mail-report-config.ts'
import { byteTextOf } from '../../../files/byte-text.ts'
import { exclusion, isBelow, patternOf } from '../../../files/exclusion.ts'

type Settings = SectionConfigs['files']

/** What is wrong with the trees and patterns of a section on this host, in sentences that begin with what it is. */
export function filesFaults({ trees, exclude }: Pick<Settings, 'trees' | 'exclude'>): readonly string[] {
  const roots = trees.map((tree) => resolve(tree))
  return [
    ...roots.flatMap((tree) => treeFault(tree, exclude)),
    ...exclude.flatMap((pattern) => patternFault(pattern, roots)),
  ]
}

function treeFault(tree: string, exclude: readonly string[]): readonly string[] {
  const stats = lstatSync(tree, { throwIfNoEntry: false })
  if (stats === undefined) return [`${tree}: nothing is there, so the report says of it that it could not be read.`]
  if (stats.isSymbolicLink()) return [`${tree}: it is a link, and no link is followed; name what it leads to.`]
  return exclusion(exclude.map(patternOf))(byteTextOf(tree)) ? [`${tree}: exclude leaves out all of it.`] : []
}

/** Why a pattern leaves out nothing. */
function patternFault(pattern: string, roots: readonly string[]): readonly string[] {
  const names = patternOf(pattern).replace(/^\//, '').split('/')
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    return [`${pattern}: no path is like this pattern; take //, . and .. out.`]
  const isPath = pattern.startsWith('/') && !/[*?]/.test(pattern)
  if (!isPath || isBelow(patternOf(pattern), roots.map(byteTextOf))) return []
  return [`${pattern}: it is in none of the trees, so it leaves out nothing.`]
}
