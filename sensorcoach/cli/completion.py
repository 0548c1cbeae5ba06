"""`sensorcoach completion`: the script that switches on completion in a shell."""

import click


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and values in a shell.

    \b
    bash:  sensorcoach completion bash > ~/.local/share/bash-completion/completions/sensorcoach
    zsh:   sensorcoach completion zsh > ~/.zfunc/_sensorcoach
           and in ~/.zshrc: fpath+=~/.zfunc; autoload -Uz compinit; compinit
    fish:  sensorcoach completion fish > ~/.config/fish/completions/sensorcoach.fish

    The folder must exist. The next shell completes exercises, persons, rules, limits, parameters, devices and files.
    """  # noqa: D301 - click keeps the lines of a paragraph that begins with a backspace
    from sensorcoach.cli.shell_scripts import write_script

    click.echo(write_script(shell), nl=False)
