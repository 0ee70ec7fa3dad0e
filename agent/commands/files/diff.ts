import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { coverageOf, differences, type Side } from '../../files/comparison.ts'
import { type ReadList, readList } from '../../files/read-list.ts'
import { sayAside, type FilesAction } from './action.ts'
import { comparing } from './exit-code.ts'
import { listSource } from './list-source.ts'
import { DifferenceReport } from './report.ts'

/** Compares two lists. */
export const diffLists: FilesAction = {
  usage: 'diff <old> <new>',
  summary: 'Tell what is different in a newer list, on any machine; one of them may be - for standard input.',
  options: [],
  run: ({ paths, io }) =>
    comparing('diff', async () => {
      const [old, now, ...surplus] = paths
      if (old === undefined || now === undefined || surplus.length > 0 || (old === '-' && now === '-'))
        throw new ActionNeeded('files diff: name the old list and the new one', EXIT.usage)
      const lists = { before: await readList(listSource(old, io)), after: await readList(listSource(now, io)) }
      if (!isSameCoverage(lists.before, lists.after))
        sayAside(
          io,
          'The lists are of different trees, or leave out different things; what only one of them covers is not compared.',
        )
      const report = new DifferenceReport(io)
      for await (const difference of differences(sideOf(lists.before), sideOf(lists.after))) report.show(difference)
      return report.end()
    }),
}

/** What a list without trees lacks, the other list tells: two of them are taken to be of the same files. */
function sideOf({ head, isWhole, entries }: ReadList): Side {
  const covers =
    head.trees.length > 0 ? coverageOf(head, isWhole) : ({ type }: { readonly type: string }) => type === 'f'
  return { entries: entries(), covers }
}

function isSameCoverage({ head: one }: ReadList, { head: other }: ReadList): boolean {
  const textOf = ({ trees, excluded }: ReadList['head']): string => [...trees, '', ...excluded].join('\0')
  return textOf(one) === textOf(other)
}
