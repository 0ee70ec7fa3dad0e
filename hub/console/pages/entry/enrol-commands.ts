/** How a server is enrolled; `origin`: where it reaches the hub. On the hub's command line a token can be made, too. */
export function enrolCommands(origin: string): { readonly onHub: string; readonly onServer: string } {
  return { onHub: 'spoor-hub token create --uses 50', onServer: `spoor-agent enrol ${origin}` }
}
