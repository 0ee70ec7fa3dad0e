import { messageOf } from '../../agent/system/errors.ts'

/** What is checked, with its outcome as a line of a table. */
export class Checks {
  #failed = 0
  #passed = 0
  readonly #began = Date.now()

  /** Begins a section of the table. */
  section(title: string): void {
    process.stdout.write(`\n${title}\n`)
  }

  /** Checks one thing: what throws has failed, and the others go on. Tells whether it is so. */
  async check(what: string, isSo: () => Promise<unknown>): Promise<boolean> {
    const began = Date.now()
    const problem = await isSo().then(
      () => undefined,
      (error: unknown) => messageOf(error),
    )
    if (problem === undefined) this.#passed += 1
    else this.#failed += 1
    const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6)
    process.stdout.write(`${problem === undefined ? '  ok    ' : '  FAILED'}${seconds}  ${what}\n`)
    if (problem !== undefined) process.stdout.write(`${problem.replaceAll(/^/gm, '          ')}\n`)
    return problem === undefined
  }

  /** Says how it went, and makes it the exit code. */
  end(): void {
    const seconds = Math.round((Date.now() - this.#began) / 1000)
    process.stdout.write(`\n${this.#passed} ok, ${this.#failed} failed, ${seconds} s\n`)
    if (this.#failed > 0) process.exitCode = 1
  }
}
