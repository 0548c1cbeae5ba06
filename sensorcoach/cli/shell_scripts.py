"""The completion scripts of bash, zsh and fish.

They ask the program for completions as click's own scripts do (`click.shell_completion`, the same three answers:
`plain`, `file`, `dir`). Unlike click's they quote values with blanks in bash, add no blank after a value that ends with
an equals sign (`--set momentum.peak_ratio=`), and keep commas in fish.
"""

_BASH = r"""
# Completion of sensorcoach in bash 4.4 or newer.
_sensorcoach_completion() {
    local IFS=$'\n' words=() cword=$COMP_CWORD i response completion kind value
    # bash cuts --exercise=x into three words.
    for i in "${!COMP_WORDS[@]}"; do
        if (( i > 0 )) && [[ ${COMP_WORDS[i]} == = && ${COMP_WORDS[i-1]} == --* ]]; then
            if (( i < COMP_CWORD )); then (( cword -= 1 )); fi
        else
            words+=("${COMP_WORDS[i]}")
        fi
    done
    response=$(env COMP_WORDS="${words[*]}" COMP_CWORD="$cword" _SENSORCOACH_COMPLETE=bash_complete "$1" 2>/dev/null)
    COMPREPLY=()
    for completion in $response; do
        kind=${completion%%,*}
        value=${completion#*,}
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                COMPREPLY+=("$(printf '%q' "$value")")
                if [[ $value == *= ]]; then compopt -o nospace; fi
                ;;
        esac
    done
}
complete -o nosort -F _sensorcoach_completion sensorcoach
"""

_ZSH = r"""
#compdef sensorcoach
# Completion of sensorcoach in zsh.
_sensorcoach_completion() {
    local -a response values described settings
    local kind value text
    response=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) _SENSORCOACH_COMPLETE=zsh_complete \
        ${words[1]} 2>/dev/null)}")
    for kind value text in ${response}; do
        case $kind in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain)
                if [[ $value == *= ]]; then
                    settings+=("$value:$text")
                elif [[ $text == _ ]]; then
                    values+=("$value")
                else
                    described+=("$value:$text")
                fi
                ;;
        esac
    done
    if (( $#settings )); then _describe -V unsorted settings -U -S ''; fi
    if (( $#described )); then _describe -V unsorted described -U; fi
    if (( $#values )); then compadd -U -V unsorted -a values; fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _sensorcoach_completion "$@"
else
    compdef _sensorcoach_completion sensorcoach
fi
"""

_FISH = r"""
# Completion of sensorcoach in fish.
function _sensorcoach_completion
    set -l response (env _SENSORCOACH_COMPLETE=fish_complete COMP_WORDS=(commandline -cp) \
        COMP_CWORD=(commandline -t) sensorcoach 2>/dev/null)
    for completion in $response
        set -l parts (string split --max 1 "," -- $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end
complete --no-files --command sensorcoach --arguments "(_sensorcoach_completion)"
"""

_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def write_script(shell: str) -> str:
    """Return the script of `bash`, `zsh` or `fish`."""
    return _SCRIPTS[shell].lstrip("\n")
