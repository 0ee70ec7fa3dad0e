import { resolve } from 'node:path'
import { ActionNeeded, codeOf, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { type ByteText, byteTextOf } from '../../files/byte-text.ts'
import { patternOf } from '../../files/exclusion.ts'
import { LIST_FORMS } from '../../files/forms/list-forms.ts'
import { type Pass, passThrough } from '../../files/pass.ts'
import { sayAside, type FilesAction, type FilesParts } from './action.ts'
import { ByteOutput } from './byte-output.ts'

/** Prints what stands in trees, with digests of the files. */
export const listFiles: FilesAction = {
  usage: 'list <path...>',
  summary: 'Print what stands in these folders, with digests of the files, as a list to be kept elsewhere.',
  options: ['--exclude', '--format', '--state', '--full'],
  run: async (parts) => {
    const { paths, options, io } = parts
    if (paths.length === 0) throw new ActionNeeded('files list: name the folders to list', EXIT.usage)
    const state = options['state']
    const request = {
      trees: paths.map((path) => byteTextOf(resolve(path))),
      excluded: patternsIn(options['exclude']),
      state: state === undefined ? undefined : resolve(String(state)),
      isFull: options['full'] === true,
      signal: io.signal,
      now: Date.now(),
      complain: (sentence: string) => sayAside(io, sentence),
    }
    try {
      return await passThrough(request, (pass) => print(pass, parts))
    } catch (error) {
      if (codeOf(error) === 'ABORT_ERR') return EXIT.failed
      if (codeOf(error) === undefined || error instanceof ActionNeeded) throw error
      throw new ActionNeeded(`files list: ${error instanceof Error ? error.message : ''}`, EXIT.failed, {
        cause: error,
      })
    }
  },
}

/** The values of an option that was given several times. */
function patternsIn(option: FilesParts['options'][string]): readonly ByteText[] {
  return typeof option === 'string' ? option.split('\0').map(patternOf) : []
}

async function print(pass: Pass, { options, io }: FilesParts): Promise<number> {
  const form = LIST_FORMS[options['format'] === 'maillog' ? 'maillog' : 'sha256sum']
  const output = new ByteOutput(io)
  let [count, unknown] = [0, 0]
  await output.write(form.head(pass.head))
  for await (const { listed } of pass.entries) {
    count += 1
    if (listed.type === '?') unknown += 1
    await output.write(form.line(listed))
  }
  await output.write(form.end(count))
  await output.flush()
  await pass.finish(output.digest)
  if (unknown === 0) return EXIT.ok
  sayAside(
    io,
    `files list: ${counted(unknown, 'path')} could not be read; the list names ${unknown === 1 ? 'it' : 'them'}.`,
  )
  return EXIT.failed
}
