import * as v from 'valibot'
import { ActionNeeded, EXIT } from '../system/errors.ts'
import { plainText } from '../text/plain-text.ts'
import { type Included, readIncluded } from './included-files.ts'
import { numberedPath, shownPath } from './item-name.ts'
import { mergeTrees } from './merged-tree.ts'
import { type Option, nearestOption } from './option.ts'
import { readPrivateFile } from './private-file.ts'
import type { Reader } from './reader.ts'
import { optionName, type Path, type FilePlace, type Problem, readTree, type Tree } from './tree.ts'

/** The files of a configuration merged, before any value is checked. */
export interface MergedFiles {
  readonly tree: Tree
  /** Files beside them that only their names keep from being read. */
  readonly passedOver: Included['passedOver']
}

/** What the files of a configuration may hold. */
export interface Shape {
  readonly options: Option
  /** Extracts the value of `include` from a whole tree. */
  readonly include: v.GenericSchema<unknown, { readonly include: readonly string[] }>
}

/** Reads a configuration and the files it includes. Throws `ActionNeeded` (exit 2) if one cannot be read. */
export async function readWritten(file: string, shape: Shape, reader: Reader | undefined): Promise<MergedFiles> {
  const { options } = shape
  const main = readTree(file, await readPrivateFile(file, reader), options)
  const places = v.safeParse(shape.include, main.value ?? {})
  if (!places.success) return { tree: main, passedOver: [] }
  const isUsual = main.find(['include']) === undefined
  const { files, passedOver } = await readIncluded({ main: file, places: places.output.include, isUsual, reader })
  const others = files.map(({ path, text }) => readTree(path, text, options))
  return { tree: mergeTrees([main, ...others], options), passedOver }
}

/** The main file alone; empty if it cannot be read. */
export async function readMain(file: string, { options }: Shape, reader: Reader | undefined): Promise<Tree> {
  return readTree(file, await readPrivateFile(file, reader).catch(() => ''), options)
}

/**
 * Validates a configuration against a schema. Throws `ActionNeeded` (exit 2) with everything that is wrong, one line
 * each: `FILE:LINE:COLUMN: OPTION: what; write this`.
 */
export function checked<T>(tree: Tree, schema: v.GenericSchema<unknown, T>, options: Option): T {
  const result = v.safeParse(schema, tree.value)
  const problems = [...tree.problems, ...problemsOf(result.issues ?? [], tree, options)]
  if (!result.success || problems.length > 0) throw new ActionNeeded(report(problems, tree), EXIT.usage)
  return result.output
}

/** Where the last file that has an option writes it, or else its section: `FILE:LINE:COLUMN`. */
export function whereWritten(tree: Tree, path: Path): string {
  return textOf(filePlaceOf(tree, numberedPath(path, tree.value)))
}

/** The first problem of each value. A null value has the wrong shape, which the tree already reports. */
function problemsOf(issues: readonly v.BaseIssue<unknown>[], tree: Tree, options: Option): Problem[] {
  const problems = new Map<string, Problem>()
  for (const issue of issues) {
    const path = (issue.path ?? []).map(({ key }) => String(key))
    if (issue.input === null || problems.has(optionName(path))) continue
    const { key, example } = nearestOption(options, path)
    const isAdvised = example === undefined || issue.message.includes('; ')
    const text = isAdvised ? issue.message : `${issue.message}; write ${key}: ${example.trim().replaceAll(/\s+/g, ' ')}`
    problems.set(optionName(path), { path, place: filePlaceOf(tree, path), text })
  }
  return [...problems.values()]
}

function filePlaceOf(tree: Tree, path: Path): FilePlace {
  const start = { file: tree.files[0] ?? '', line: 1, column: 1 }
  const here = tree.find(path)
  if (here !== undefined || path.length === 0) return here ?? start
  return filePlaceOf(tree, path.slice(0, -1))
}

/** One line for each problem, in the order of the files. */
function report(problems: readonly Problem[], { files, value }: Tree): string {
  const order = ({ place: a }: Problem, { place: b }: Problem): number =>
    files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column
  return problems
    .toSorted(order)
    .map(({ path, place, text }) => {
      const subject = path.length > 0 ? `${optionName(shownPath(path, value))}: ` : ''
      return plainText(`${textOf(place)}: ${subject}${text}`)
    })
    .join('\n')
}

function textOf({ file, line, column }: FilePlace): string {
  return `${file}:${line}:${column}`
}
