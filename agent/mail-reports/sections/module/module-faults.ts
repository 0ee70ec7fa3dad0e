import { ActionNeeded } from '../../../../lib/system/errors.ts'
import { outcomeInWords } from '../program/program-outcome.ts'
import { runSectionProgram } from '../program/section-program.ts'
import { type ModuleCall, firstLines, moduleInput } from './module-call.ts'

/** Long enough for the first lines of an output, in bytes. */
const KEPT = 4096

/**
 * What is wrong with a module or with what it is told, a sentence each without a full stop: it is asked itself, with
 * `--validate` after its arguments. Rejects with `AbortError`.
 */
export async function moduleFaults(call: ModuleCall): Promise<readonly string[]> {
  const { settings, configFiles, signal } = call
  const { name, exec, timeout } = settings
  let printed = Buffer.alloc(0)
  const stdout = async (piece: Buffer): Promise<boolean> => {
    if (printed.length < KEPT) printed = Buffer.concat([printed, piece])
    return true
  }
  try {
    const program = { ...settings, exec: [...exec, '--validate'] as const }
    const result = await runSectionProgram(program, configFiles, {
      stdin: moduleInput(call),
      takers: { stdout },
      signal,
    })
    const { end, timedOut, stderr } = result
    if (!timedOut && 'code' in end && end.code === 0) return []
    const [reason = outcomeInWords(result, timeout)] = [...firstLines(stderr), ...firstLines(printed)]
    return [`module ${name}: ${reason}`]
  } catch (error) {
    if (error instanceof ActionNeeded) return error.message.split('\n')
    throw error
  }
}
