/** Seconds of processor time that this process took since its start, with what the kernel did for it. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
