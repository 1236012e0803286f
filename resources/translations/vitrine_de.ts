<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Charts</name>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>Es wurde noch nichts gemessen.</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>memory, all of it</source>
        <translation>Speicher, ganz</translation>
    </message>
    <message>
        <source>input and output</source>
        <translation>Ein- und Ausgabe</translation>
    </message>
    <message>
        <source>throttled</source>
        <translation>gedrosselt</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>%1, throttled %2 of the time</source>
        <translation>%1, %2 der Zeit gedrosselt</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>max</source>
        <translation>max</translation>
    </message>
    <message>
        <source>high</source>
        <translation>high</translation>
    </message>
    <message>
        <source>OOM kill</source>
        <translation>OOM-Abbruch</translation>
    </message>
    <message>
        <source>%1, killed for want of memory: %2</source>
        <translation>%1, aus Speichermangel beendet: %2</translation>
    </message>
    <message>
        <source>Processes and threads</source>
        <translation>Prozesse und Threads</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>time waiting for</source>
        <translation>Wartezeit auf</translation>
    </message>
    <message>
        <source>now %1, on average %2, at most %3</source>
        <translation>jetzt %1, im Mittel %2, höchstens %3</translation>
    </message>
    <message>
        <source>CPU: not known yet.</source>
        <translation>CPU: noch nicht bekannt.</translation>
    </message>
    <message>
        <source>CPU: %1</source>
        <translation>CPU: %1</translation>
    </message>
    <message>
        <source>; the limit is %1</source>
        <translation>; die Grenze ist %1</translation>
    </message>
    <message>
        <source>; it had to wait for %1 of the time</source>
        <translation>; er musste %1 der Zeit warten</translation>
    </message>
    <message>
        <source>Memory: not known yet.</source>
        <translation>Speicher: noch nicht bekannt.</translation>
    </message>
    <message>
        <source>Memory: %1</source>
        <translation>Speicher: %1</translation>
    </message>
    <message>
        <source>; processes killed because there was no more: %1</source>
        <translation>; beendete Prozesse, weil keiner mehr da war: %1</translation>
    </message>
    <message>
        <source>Processes and threads: %1.</source>
        <translation>Prozesse und Threads: %1.</translation>
    </message>
    <message>
        <source>The last %1 seconds.</source>
        <translation>Die letzten %1 Sekunden.</translation>
    </message>
    <message>
        <source>The last %1 minutes.</source>
        <translation>Die letzten %1 Minuten.</translation>
    </message>
</context>
<context>
    <name>ContainerState</name>
    <message>
        <source>being created</source>
        <translation>wird angelegt</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>wird beendet</translation>
    </message>
    <message>
        <source>being deleted</source>
        <translation>wird gelöscht</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>waits for its restart</source>
        <translation>wartet auf seinen Neustart</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>Control groups</source>
        <translation>Kontrollgruppen</translation>
    </message>
    <message>
        <source>Control groups are the unified hierarchy (cgroup v2).</source>
        <translation>Die Kontrollgruppen sind die vereinheitlichte Hierarchie (cgroup v2).</translation>
    </message>
    <message>
        <source>No control group file system is mounted.</source>
        <translation>Es ist kein Dateisystem für Kontrollgruppen eingehängt.</translation>
    </message>
    <message>
        <source>Containers run, but nothing can be limited, measured or paused without it.</source>
        <translation>Container laufen, aber nichts kann begrenzt, gemessen oder angehalten werden.</translation>
    </message>
    <message>
        <source>Control groups are version 1 with a v2 tree beside them (hybrid).</source>
        <translation>Die Kontrollgruppen sind Version 1 mit einem v2-Baum daneben (hybrid).</translation>
    </message>
    <message>
        <source>Control groups are version 1.</source>
        <translation>Die Kontrollgruppen sind Version 1.</translation>
    </message>
    <message>
        <source>Limits and charts work; what only v2 has, such as limits for rootless containers, does not. The computer was started so.</source>
        <translation>Grenzen und Diagramme gehen; was nur v2 hat, etwa Grenzen für Container ohne Root, geht nicht. Der Rechner wurde so gestartet.</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>The kernel has the controllers %1.</source>
        <translation>Der Kernel hat die Controller %1.</translation>
    </message>
    <message>
        <source>The kernel does not offer the controllers %1.</source>
        <translation>Der Kernel bietet diese Controller nicht an: %1.</translation>
    </message>
    <message>
        <source>Containers run without these limits. Some kernels switch memory on only when their command line says so (cgroup_enable=memory).</source>
        <translation>Container laufen ohne diese Grenzen. Manche Kernel schalten memory nur ein, wenn es auf ihrer Kommandozeile steht (cgroup_enable=memory).</translation>
    </message>
    <message>
        <source>Containers run without these limits: the kernel was built or started without them.</source>
        <translation>Container laufen ohne diese Grenzen: Der Kernel wurde ohne sie gebaut oder gestartet.</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>The kernel measures pressure (PSI).</source>
        <translation>Der Kernel misst den Druck (PSI).</translation>
    </message>
    <message>
        <source>The kernel does not measure pressure (PSI).</source>
        <translation>Der Kernel misst den Druck (PSI) nicht.</translation>
    </message>
    <message>
        <source>The charts leave it out. It is switched off, or the kernel is older than 4.20.</source>
        <translation>Die Diagramme lassen ihn weg. Er ist abgeschaltet, oder der Kernel ist älter als 4.20.</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>Linux %1 knows every system call that containers are made with.</source>
        <translation>Linux %1 kennt alle Systemaufrufe, mit denen Container gemacht werden.</translation>
    </message>
    <message>
        <source>Linux %1 does not know the system calls %2.</source>
        <translation>Linux %1 kennt diese Systemaufrufe nicht: %2.</translation>
    </message>
    <message>
        <source>Containers are made with calls that came with Linux 5.12 or before: this kernel is older, or a sandbox hides them.</source>
        <translation>Container werden mit Aufrufen gemacht, die mit Linux 5.12 oder davor kamen: Dieser Kernel ist älter, oder eine Sandbox verbirgt sie.</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>The kernel has all eight kinds of namespaces.</source>
        <translation>Der Kernel hat alle acht Arten von Namensräumen.</translation>
    </message>
    <message>
        <source>The kernel has no time namespaces.</source>
        <translation>Der Kernel hat keine Zeit-Namensräume.</translation>
    </message>
    <message>
        <source>They came with Linux 5.6; containers share the clock of this computer without them.</source>
        <translation>Sie kamen mit Linux 5.6; ohne sie teilen Container die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>The kernel is built without these namespaces: %1.</source>
        <translation>Der Kernel ist ohne diese Namensräume gebaut: %1.</translation>
    </message>
    <message>
        <source>A container has one of each kind; the kernels of distributions have them all (CONFIG_NAMESPACES).</source>
        <translation>Ein Container hat einen von jeder Art; die Kernel der Distributionen haben sie alle (CONFIG_NAMESPACES).</translation>
    </message>
    <message>
        <source>User namespaces</source>
        <translation>Benutzer-Namensräume</translation>
    </message>
    <message>
        <source>Everybody may make user namespaces, root or not.</source>
        <translation>Jeder darf Benutzer-Namensräume anlegen, auch ohne Root.</translation>
    </message>
    <message>
        <source>User namespaces are switched off.</source>
        <translation>Benutzer-Namensräume sind abgeschaltet.</translation>
    </message>
    <message>
        <source>The setting user.max_user_namespaces is 0; without them root in a container would be root of this computer.</source>
        <translation>Die Einstellung user.max_user_namespaces ist 0; ohne sie wäre Root in einem Container Root dieses Rechners.</translation>
    </message>
    <message>
        <source>Only root may make user namespaces.</source>
        <translation>Nur Root darf Benutzer-Namensräume anlegen.</translation>
    </message>
    <message>
        <source>The setting kernel.unprivileged_userns_clone is 0. Containers of the system&apos;s helper run; the rootless mode does not.</source>
        <translation>Die Einstellung kernel.unprivileged_userns_clone ist 0. Container des System-Helfers laufen; der Modus ohne Root nicht.</translation>
    </message>
    <message>
        <source>AppArmor keeps them from programs without a profile (kernel.apparmor_restrict_unprivileged_userns is 1, as on Ubuntu since 23.10). Containers of the system&apos;s helper run; the rootless mode does not. The command lifts this for all programs.</source>
        <translation>AppArmor verwehrt sie Programmen ohne Profil (kernel.apparmor_restrict_unprivileged_userns ist 1, wie auf Ubuntu seit 23.10). Container des System-Helfers laufen; der Modus ohne Root nicht. Der Befehl hebt das für alle Programme auf.</translation>
    </message>
    <message>
        <source>System call filter</source>
        <translation>Filter für Systemaufrufe</translation>
    </message>
    <message>
        <source>The kernel can filter system calls (seccomp).</source>
        <translation>Der Kernel kann Systemaufrufe filtern (seccomp).</translation>
    </message>
    <message>
        <source>The kernel cannot filter system calls (seccomp).</source>
        <translation>Der Kernel kann Systemaufrufe nicht filtern (seccomp).</translation>
    </message>
    <message>
        <source>Containers start behind such a filter; the kernels of distributions have it (CONFIG_SECCOMP_FILTER).</source>
        <translation>Container starten hinter einem solchen Filter; die Kernel der Distributionen haben ihn (CONFIG_SECCOMP_FILTER).</translation>
    </message>
    <message>
        <source>Terminals</source>
        <translation>Terminals</translation>
    </message>
    <message>
        <source>Consoles can be made (/dev/ptmx).</source>
        <translation>Konsolen können angelegt werden (/dev/ptmx).</translation>
    </message>
    <message>
        <source>There is no /dev/ptmx.</source>
        <translation>Es gibt kein /dev/ptmx.</translation>
    </message>
    <message>
        <source>Shells in containers without a /dev/pts of their own get their terminal there; devpts is not mounted, or the link is gone.</source>
        <translation>Shells in Containern ohne eigenes /dev/pts bekommen ihr Terminal dort; devpts ist nicht eingehängt, oder der Verweis fehlt.</translation>
    </message>
    <message>
        <source>systemd says about its unit: %1.</source>
        <translation>systemd sagt über seine Unit: %1.</translation>
    </message>
    <message>
        <source>The message bus said: %1.</source>
        <translation>Der Nachrichtenbus sagte: %1.</translation>
    </message>
    <message>
        <source>There is no system message bus.</source>
        <translation>Es gibt keinen Nachrichtenbus des Systems.</translation>
    </message>
    <message>
        <source>The helper is not installed.</source>
        <translation>Der Helfer ist nicht installiert.</translation>
    </message>
    <message>
        <source>Making containers needs root, and the window has no such rights: it asks vitrine-helper, which the message bus does not know.</source>
        <translation>Container zu machen braucht Root, und das Fenster hat keine solchen Rechte: Es fragt vitrine-helper, den der Nachrichtenbus nicht kennt.</translation>
    </message>
    <message>
        <source>Making containers needs root, and the window has no such rights: it asks vitrine-helper, which the message bus does not know. Run the command in the folder of Vitrine&apos;s source.</source>
        <translation>Container zu machen braucht Root, und das Fenster hat keine solchen Rechte: Es fragt vitrine-helper, den der Nachrichtenbus nicht kennt. Der Befehl gehört in den Ordner von Vitrines Quelltext.</translation>
    </message>
    <message>
        <source>The helper is installed, but does not start.</source>
        <translation>Der Helfer ist installiert, startet aber nicht.</translation>
    </message>
    <message>
        <source>The message bus does not let you talk to the helper.</source>
        <translation>Der Nachrichtenbus lässt Sie nicht mit dem Helfer sprechen.</translation>
    </message>
    <message>
        <source>The bus&apos;s policy org.vitrine.Manager1.conf is missing or was changed.</source>
        <translation>Die Regel des Busses, org.vitrine.Manager1.conf, fehlt oder wurde geändert.</translation>
    </message>
    <message>
        <source>The helper does not answer.</source>
        <translation>Der Helfer antwortet nicht.</translation>
    </message>
    <message>
        <source>The helper speaks another protocol than this window.</source>
        <translation>Der Helfer spricht ein anderes Protokoll als dieses Fenster.</translation>
    </message>
    <message>
        <source>They are of different versions.</source>
        <translation>Sie sind von verschiedenen Versionen.</translation>
    </message>
    <message>
        <source>There is no session message bus.</source>
        <translation>Es gibt keinen Nachrichtenbus der Sitzung.</translation>
    </message>
    <message>
        <source>Without root the window and the helper speak over the D-Bus of your login session. The command starts Vitrine with one of its own.</source>
        <translation>Ohne Root sprechen Fenster und Helfer über den D-Bus Ihrer Anmeldung. Der Befehl startet Vitrine mit einem eigenen.</translation>
    </message>
    <message>
        <source>The rootless helper does not run yet.</source>
        <translation>Der Helfer ohne Root läuft noch nicht.</translation>
    </message>
    <message>
        <source>The window starts it when it is asked to, as this command does.</source>
        <translation>Das Fenster startet ihn auf Wunsch, ebenso wie dieser Befehl.</translation>
    </message>
    <message>
        <source>The rootless helper does not answer.</source>
        <translation>Der Helfer ohne Root antwortet nicht.</translation>
    </message>
    <message>
        <source>The rootless helper is not installed.</source>
        <translation>Der Helfer ohne Root ist nicht installiert.</translation>
    </message>
    <message>
        <source>It is the program vitrine-helper, which was found neither beside this window nor in PATH.</source>
        <translation>Er ist das Programm vitrine-helper, das weder neben diesem Fenster noch in PATH gefunden wurde.</translation>
    </message>
    <message>
        <source>Helper</source>
        <translation>Helfer</translation>
    </message>
    <message>
        <source>The helper answers.</source>
        <translation>Der Helfer antwortet.</translation>
    </message>
    <message>
        <source>The rootless helper answers.</source>
        <translation>Der Helfer ohne Root antwortet.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Window and helper are both version %1.</source>
        <translation>Fenster und Helfer haben beide Version %1.</translation>
    </message>
    <message>
        <source>The window is version %1, the helper %2.</source>
        <translation>Das Fenster hat Version %1, der Helfer %2.</translation>
    </message>
    <message>
        <source>One of them was upgraded alone, or an old helper is still running; what is new in one may be refused by the other.</source>
        <translation>Nur eines von beiden wurde erneuert, oder ein alter Helfer läuft noch; was im einen neu ist, lehnt das andere vielleicht ab.</translation>
    </message>
    <message>
        <source>polkit %1 answers.</source>
        <translation>polkit %1 antwortet.</translation>
    </message>
    <message>
        <source>polkit is not installed.</source>
        <translation>polkit ist nicht installiert.</translation>
    </message>
    <message>
        <source>The helper asks it whether you may change containers; without it, only root may.</source>
        <translation>Der Helfer fragt es, ob Sie Container ändern dürfen; ohne polkit darf es nur Root.</translation>
    </message>
    <message>
        <source>polkit does not answer.</source>
        <translation>polkit antwortet nicht.</translation>
    </message>
    <message>
        <source>The helper asks it whether you may change containers. The message bus said: %1.</source>
        <translation>Der Helfer fragt es, ob Sie Container ändern dürfen. Der Nachrichtenbus sagte: %1.</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>polkit knows all of Vitrine&apos;s actions.</source>
        <translation>polkit kennt alle Aktionen von Vitrine.</translation>
    </message>
    <message>
        <source>polkit does not know these actions: %1.</source>
        <translation>polkit kennt diese Aktionen nicht: %1.</translation>
    </message>
    <message>
        <source>It refuses what it does not know. Its file org.vitrine.policy is not in /usr/share/polkit-1/actions, or is of another version.</source>
        <translation>Es lehnt ab, was es nicht kennt. Die Datei org.vitrine.policy ist nicht in /usr/share/polkit-1/actions oder von einer anderen Version.</translation>
    </message>
    <message>
        <source>You may do everything without a password.</source>
        <translation>Sie dürfen alles ohne Passwort.</translation>
    </message>
    <message>
        <source>You may do everything after a password.</source>
        <translation>Sie dürfen alles nach einem Passwort.</translation>
    </message>
    <message>
        <source>You may do without a password: %1; after one: %2; not at all: %3.</source>
        <translation>Sie dürfen ohne Passwort: %1; nach einem Passwort: %2; gar nicht: %3.</translation>
    </message>
    <message>
        <source>Permission</source>
        <translation>Erlaubnis</translation>
    </message>
    <message>
        <source>A rule of this computer&apos;s administrator says so, or polkit has no answer for this session. The command lets the group students, and you in it, manage their own containers from the next login on.</source>
        <translation>Eine Regel der Verwaltung dieses Rechners sagt es so, oder polkit hat für diese Sitzung keine Antwort. Nach dem Befehl darf die Gruppe students, und Sie in ihr, ab der nächsten Anmeldung eigene Container verwalten.</translation>
    </message>
    <message>
        <source>Password prompt</source>
        <translation>Passwortabfrage</translation>
    </message>
    <message>
        <source>A program of this session asks for passwords (authentication agent).</source>
        <translation>Ein Programm dieser Sitzung fragt nach Passwörtern (Authentication Agent).</translation>
    </message>
    <message>
        <source>No password is asked of you, so no program needs to ask for it.</source>
        <translation>Von Ihnen wird kein Passwort verlangt, also muss kein Programm danach fragen.</translation>
    </message>
    <message>
        <source>It is not known whether a program of this session asks for passwords.</source>
        <translation>Es ist nicht bekannt, ob ein Programm dieser Sitzung nach Passwörtern fragt.</translation>
    </message>
    <message>
        <source>polkit did not tell. If no prompt appears, Vitrine offers its own; the command installs one for all programs.</source>
        <translation>polkit sagte es nicht. Erscheint keine Abfrage, bietet Vitrine die eigene an; der Befehl installiert eine für alle Programme.</translation>
    </message>
    <message>
        <source>No program of this session asks for passwords.</source>
        <translation>Kein Programm dieser Sitzung fragt nach Passwörtern.</translation>
    </message>
    <message>
        <source>Desktops run an authentication agent; bare window managers and remote displays often do not. Vitrine offers its own when one is needed; the command installs one for all programs, from the next login on.</source>
        <translation>Desktops haben dafür einen Authentication Agent; bloße Fenstermanager und entfernte Anzeigen oft nicht. Vitrine bietet bei Bedarf den eigenen an; der Befehl installiert einen für alle Programme, ab der nächsten Anmeldung.</translation>
    </message>
    <message>
        <source>Rootless limits</source>
        <translation>Grenzen ohne Root</translation>
    </message>
    <message>
        <source>systemd hands you the controllers %1.</source>
        <translation>systemd überlässt Ihnen die Controller %1.</translation>
    </message>
    <message>
        <source>systemd runs no manager for you.</source>
        <translation>systemd hat keinen Manager für Sie.</translation>
    </message>
    <message>
        <source>Containers without root get their limits from it; it runs while somebody is logged in, or always after this command.</source>
        <translation>Container ohne Root bekommen von ihm ihre Grenzen; er läuft, solange Sie angemeldet sind, oder nach diesem Befehl immer.</translation>
    </message>
    <message>
        <source>systemd does not hand you the controllers %1.</source>
        <translation>systemd überlässt Ihnen diese Controller nicht: %1.</translation>
    </message>
    <message>
        <source>Containers without root run without these limits. The command changes it from the next login on.</source>
        <translation>Container ohne Root laufen ohne diese Grenzen. Der Befehl ändert es ab der nächsten Anmeldung.</translation>
    </message>
    <message>
        <source>Containers without root have no limits here.</source>
        <translation>Container ohne Root haben hier keine Grenzen.</translation>
    </message>
    <message>
        <source>They need a control group that systemd hands to the user, and the unified hierarchy (v2).</source>
        <translation>Sie brauchen eine Kontrollgruppe, die systemd dem Benutzer überlässt, und die vereinheitlichte Hierarchie (v2).</translation>
    </message>
    <message>
        <source>Rootless ids</source>
        <translation>Ids ohne Root</translation>
    </message>
    <message>
        <source>You have %1 subordinate user ids and %2 group ids.</source>
        <translation>Sie haben %1 untergeordnete Benutzer-Ids und %2 Gruppen-Ids.</translation>
    </message>
    <message>
        <source>Vitrine&apos;s rootless containers have one user and do without; scripts “by hand” and other programs need both for containers with more users.</source>
        <translation>Vitrines Container ohne Root haben einen Benutzer und kommen ohne aus; Skripte „von Hand“ und andere Programme brauchen beides für Container mit mehr Benutzern.</translation>
    </message>
    <message>
        <source>You have no range of 65,536 ids in /etc/subuid and /etc/subgid.</source>
        <translation>Sie haben keinen Bereich von 65.536 Ids in /etc/subuid und /etc/subgid.</translation>
    </message>
    <message>
        <source>newuidmap and newgidmap are not installed.</source>
        <translation>newuidmap und newgidmap sind nicht installiert.</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>All is well: containers can run on this computer.</source>
        <translation>Alles gut: Container können auf diesem Rechner laufen.</translation>
    </message>
    <message>
        <source>Containers can run on this computer. One thing could be better.</source>
        <translation>Container können auf diesem Rechner laufen. Eines könnte besser sein.</translation>
    </message>
    <message>
        <source>Containers can run on this computer. %1 things could be better.</source>
        <translation>Container können auf diesem Rechner laufen. %1 Dinge könnten besser sein.</translation>
    </message>
    <message>
        <source>One problem keeps containers from running on this computer.</source>
        <translation>Ein Problem hindert Container daran, auf diesem Rechner zu laufen.</translation>
    </message>
    <message>
        <source>%1 problems keep containers from running on this computer.</source>
        <translation>%1 Probleme hindern Container daran, auf diesem Rechner zu laufen.</translation>
    </message>
    <message>
        <source>One more thing could be better.</source>
        <translation>Noch eines könnte besser sein.</translation>
    </message>
    <message>
        <source>%1 more things could be better.</source>
        <translation>Noch %1 Dinge könnten besser sein.</translation>
    </message>
    <message>
        <source>Vitrine %1: %2</source>
        <translation>Vitrine %1: %2</translation>
    </message>
    <message>
        <source>    Why: %1</source>
        <translation>    Warum: %1</translation>
    </message>
    <message>
        <source>    Mend it with: %1</source>
        <translation>    Abhilfe: %1</translation>
    </message>
</context>
<context>
    <name>Explain</name>
    <message>
        <source>Processes (pid)</source>
        <translation>Prozesse (pid)</translation>
    </message>
    <message>
        <source>Files (mnt)</source>
        <translation>Dateien (mnt)</translation>
    </message>
    <message>
        <source>Network (net)</source>
        <translation>Netz (net)</translation>
    </message>
    <message>
        <source>Host name (uts)</source>
        <translation>Rechnername (uts)</translation>
    </message>
    <message>
        <source>Shared memory (ipc)</source>
        <translation>Gemeinsamer Speicher (ipc)</translation>
    </message>
    <message>
        <source>Users (user)</source>
        <translation>Benutzer (user)</translation>
    </message>
    <message>
        <source>Control groups (cgroup)</source>
        <translation>Kontrollgruppen (cgroup)</translation>
    </message>
    <message>
        <source>Clocks (time)</source>
        <translation>Uhren (time)</translation>
    </message>
    <message>
        <source>It sees its own processes only; its first one is number 1.</source>
        <translation>Er sieht nur seine eigenen Prozesse; sein erster hat die Nummer 1.</translation>
    </message>
    <message>
        <source>It has its own tree of files; mounts made inside stay inside.</source>
        <translation>Er hat seinen eigenen Dateibaum; was innen eingehängt wird, bleibt innen.</translation>
    </message>
    <message>
        <source>It has its own network devices; at first only loopback.</source>
        <translation>Er hat eigene Netzgeräte; am Anfang nur Loopback.</translation>
    </message>
    <message>
        <source>It has its own host name.</source>
        <translation>Er hat seinen eigenen Rechnernamen.</translation>
    </message>
    <message>
        <source>Its shared memory and message queues are its own.</source>
        <translation>Gemeinsamer Speicher und Nachrichten-Warteschlangen sind seine eigenen.</translation>
    </message>
    <message>
        <source>Root inside is an ordinary user outside.</source>
        <translation>Root innen ist außen ein gewöhnlicher Benutzer.</translation>
    </message>
    <message>
        <source>It sees its own control group as the top of the tree.</source>
        <translation>Er sieht seine eigene Kontrollgruppe als Spitze des Baums.</translation>
    </message>
    <message>
        <source>Its monotonic and boot clocks can differ from the host&apos;s.</source>
        <translation>Seine Uhren seit dem Start können von denen des Rechners abweichen.</translation>
    </message>
    <message>
        <source>It sees all processes of this computer.</source>
        <translation>Er sieht alle Prozesse dieses Rechners.</translation>
    </message>
    <message>
        <source>Mounts it makes appear on this computer.</source>
        <translation>Was er einhängt, erscheint auf diesem Rechner.</translation>
    </message>
    <message>
        <source>It uses this computer&apos;s network, its ports included.</source>
        <translation>Er benutzt das Netz dieses Rechners samt den Ports.</translation>
    </message>
    <message>
        <source>It has this computer&apos;s name.</source>
        <translation>Er hat den Namen dieses Rechners.</translation>
    </message>
    <message>
        <source>It reaches this computer&apos;s shared memory.</source>
        <translation>Er erreicht den gemeinsamen Speicher dieses Rechners.</translation>
    </message>
    <message>
        <source>Root inside is root of this computer.</source>
        <translation>Root innen ist Root dieses Rechners.</translation>
    </message>
    <message>
        <source>It sees this computer&apos;s whole tree of control groups.</source>
        <translation>Er sieht alle Kontrollgruppen dieses Rechners.</translation>
    </message>
    <message>
        <source>It has this computer&apos;s clocks.</source>
        <translation>Er hat die Uhren dieses Rechners.</translation>
    </message>
    <message>
        <source>Shared with %1: they see each other&apos;s processes, and it ends when %1 does.</source>
        <translation>Gemeinsam mit %1: Sie sehen gegenseitig ihre Prozesse, und er endet, wenn %1 endet.</translation>
    </message>
    <message>
        <source>Shared with %1: the same devices, addresses and ports; they reach each other at 127.0.0.1.</source>
        <translation>Gemeinsam mit %1: dieselben Geräte, Adressen und Ports; sie erreichen einander unter 127.0.0.1.</translation>
    </message>
    <message>
        <source>Shared with %1: it has the same host name.</source>
        <translation>Gemeinsam mit %1: Er hat denselben Rechnernamen.</translation>
    </message>
    <message>
        <source>Shared with %1: the same shared memory and message queues.</source>
        <translation>Gemeinsam mit %1: derselbe gemeinsame Speicher, dieselben Nachrichtenschlangen.</translation>
    </message>
    <message>
        <source>Shared with %1: the same users; root of one is root of both.</source>
        <translation>Gemeinsam mit %1: dieselben Benutzer; Root des einen ist Root von beiden.</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 d %2</source>
        <translation>%1 T %2</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 seconds ago</source>
        <translation>vor %1 Sekunden</translation>
    </message>
    <message>
        <source>%1 minutes ago</source>
        <translation>vor %1 Minuten</translation>
    </message>
    <message>
        <source>%1 hours ago</source>
        <translation>vor %1 Stunden</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>vor %1 Tagen</translation>
    </message>
</context>
<context>
    <name>Health</name>
    <message>
        <source>… not healthy yet</source>
        <translation>… noch nicht gesund</translation>
    </message>
    <message>
        <source>✓ healthy</source>
        <translation>✓ gesund</translation>
    </message>
    <message>
        <source>⚠ unhealthy</source>
        <translation>⚠ ungesund</translation>
    </message>
    <message>
        <source>it could not be run: %1</source>
        <translation>er konnte nicht ausgeführt werden: %1</translation>
    </message>
    <message>
        <source>it took too long, and was killed</source>
        <translation>er brauchte zu lange und wurde getötet</translation>
    </message>
    <message>
        <source>it was ended by %1</source>
        <translation>er wurde durch %1 beendet</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Exit-Code %1</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>CPU time</source>
        <translation>CPU-Zeit</translation>
    </message>
    <message>
        <source>CPU weight</source>
        <translation>CPU-Gewicht</translation>
    </message>
    <message>
        <source>Memory, hard limit</source>
        <translation>Speicher, harte Grenze</translation>
    </message>
    <message>
        <source>Memory, soft limit</source>
        <translation>Speicher, weiche Grenze</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Auslagerung</translation>
    </message>
    <message>
        <source>Processes and threads</source>
        <translation>Prozesse und Threads</translation>
    </message>
    <message>
        <source>At most this share of a CPU; 100 % is one whole CPU. What has used it up waits for the next period.</source>
        <translation>Höchstens dieser Anteil einer CPU; 100 % ist eine ganze. Was ihn verbraucht hat, wartet auf die nächste Periode.</translation>
    </message>
    <message>
        <source>Its share when others want the CPU too: twice the weight, twice the time. The default is 100.</source>
        <translation>Sein Anteil, wenn auch andere die CPU wollen: doppeltes Gewicht, doppelte Zeit. Üblich ist 100.</translation>
    </message>
    <message>
        <source>Never more than this. If nothing can be freed, the kernel kills one of the processes.</source>
        <translation>Nie mehr als das. Kann nichts freigegeben werden, beendet der Kernel einen der Prozesse.</translation>
    </message>
    <message>
        <source>Above this the kernel slows the processes down and frees their memory, but kills nothing.</source>
        <translation>Darüber bremst der Kernel die Prozesse und gibt ihren Speicher frei, beendet aber nichts.</translation>
    </message>
    <message>
        <source>How much of its memory may be moved to disk; 0 is none.</source>
        <translation>Wie viel von seinem Speicher ausgelagert werden darf; 0 ist nichts.</translation>
    </message>
    <message>
        <source>How many there may be at once; it ends a fork bomb.</source>
        <translation>Wie viele es zugleich geben darf; das beendet eine Fork-Bombe.</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>%1 (no limit)</source>
        <translation>%1 (keine Grenze)</translation>
    </message>
    <message>
        <source>cgroup v1 counts memory and swap together, so a limit of swap needs a limit of memory beside it</source>
        <translation>cgroup v1 zählt Speicher und Auslagerung zusammen, darum braucht eine Grenze der Auslagerung daneben eine des Speichers</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>Prozessoren</translation>
    </message>
    <message>
        <source>Out of memory</source>
        <translation>Speichermangel</translation>
    </message>
    <message>
        <source>Memory nodes</source>
        <translation>Speicherknoten</translation>
    </message>
    <message>
        <source>Disk weight</source>
        <translation>Laufwerksgewicht</translation>
    </message>
    <message>
        <source>Disk speed</source>
        <translation>Laufwerksgeschwindigkeit</translation>
    </message>
    <message>
        <source>It runs on these CPUs only, such as 0-1,3; the others are left to the rest of the computer.</source>
        <translation>Er läuft nur auf diesen CPUs, etwa 0-1,3; die anderen bleiben dem Rest des Rechners.</translation>
    </message>
    <message>
        <source>The kernel then kills all the processes, not one of them at a time: no half of a program stays.</source>
        <translation>Der Kernel beendet dann alle Prozesse und nicht einen nach dem anderen: Es bleibt kein halbes Programm zurück.</translation>
    </message>
    <message>
        <source>Its memory comes from these nodes only, best those next to its CPUs.</source>
        <translation>Sein Speicher kommt nur aus diesen Knoten, am besten denen bei seinen CPUs.</translation>
    </message>
    <message>
        <source>Its share of a disk when others want it too; the default is 100. It counts on disks whose scheduler weighs: BFQ, or with io.cost switched on.</source>
        <translation>Sein Anteil an einem Laufwerk, wenn auch andere es wollen; üblich ist 100. Das zählt bei Laufwerken, deren Scheduler gewichtet: BFQ, oder wenn io.cost eingeschaltet ist.</translation>
    </message>
    <message>
        <source>At most so much is read from a disk and written to it in each second; the rest has to wait.</source>
        <translation>Höchstens so viel wird je Sekunde von einem Laufwerk gelesen und darauf geschrieben; der Rest muss warten.</translation>
    </message>
    <message>
        <source>reads %1/s</source>
        <translation>liest %1/s</translation>
    </message>
    <message>
        <source>writes %1/s</source>
        <translation>schreibt %1/s</translation>
    </message>
    <message>
        <source>%1 reads/s</source>
        <translation>%1 Lesevorgänge/s</translation>
    </message>
    <message>
        <source>%1 writes/s</source>
        <translation>%1 Schreibvorgänge/s</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>stop all</source>
        <translation>alle beenden</translation>
    </message>
    <message>
        <source>kill one process</source>
        <translation>einen Prozess beenden</translation>
    </message>
    <message>
        <source>nothing (all of them)</source>
        <translation>nichts (alle)</translation>
    </message>
    <message>
        <source>nothing (no limit)</source>
        <translation>nichts (keine Grenze)</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Make, run, watch and understand Linux containers.</source>
        <translation>Linux-Container anlegen, starten, beobachten und verstehen.</translation>
    </message>
    <message>
        <source>Message bus of the helper: system (root), session (rootless) or an address.</source>
        <translation>Nachrichtenbus des Helfers: system (Root), session (ohne Root) oder eine Adresse.</translation>
    </message>
    <message>
        <source>Select the container of this name.</source>
        <translation>Den Container dieses Namens auswählen.</translation>
    </message>
    <message>
        <source>Show by itself what Vitrine does, and save pictures in this folder.</source>
        <translation>Von selbst vorführen, was Vitrine tut, und Bilder in diesem Ordner speichern.</translation>
    </message>
    <message>
        <source>Unknown argument “%1”; --help lists the options.</source>
        <translation>Unbekanntes Argument „%1“; --help nennt die Optionen.</translation>
    </message>
    <message>
        <source>--bus takes “system”, “session” or an address such as “unix:path=/…”.</source>
        <translation>--bus nimmt „system“, „session“ oder eine Adresse wie „unix:path=/…“.</translation>
    </message>
    <message>
        <source>Say what keeps containers from running on this computer, and open no window. The exit code is 0 if nothing does.</source>
        <translation>Sagen, was Container auf diesem Rechner am Laufen hindert, und kein Fenster öffnen. Der Rückgabewert ist 0, wenn es nichts gibt.</translation>
    </message>
    <message>
        <source>There is no display here for the window: neither DISPLAY nor WAYLAND_DISPLAY is set. “vitrine --doctor” needs none.</source>
        <translation>Für das Fenster gibt es hier keine Anzeige: weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt. „vitrine --doctor“ braucht keine.</translation>
    </message>
</context>
<context>
    <name>PanicBox</name>
    <message>
        <source>Stop the group %1 now</source>
        <translation>Gruppe %1 sofort beenden</translation>
    </message>
    <message>
        <source>End all containers of the group %1 at once?</source>
        <translation>Alle Container der Gruppe %1 sofort beenden?</translation>
    </message>
    <message>
        <source>None of them runs at the moment.</source>
        <translation>Keiner von ihnen läuft im Augenblick.</translation>
    </message>
    <message>
        <source>These run: %1.</source>
        <translation>Es laufen: %1.</translation>
    </message>
    <message>
        <source>%1
Their processes are killed: none is asked to end, what they have not saved is lost, and none of them is started again by itself.</source>
        <translation>%1
Ihre Prozesse werden abgebrochen: Keiner wird gebeten, sich zu beenden, was sie nicht gespeichert haben, ist verloren, und keiner wird von selbst wieder gestartet.</translation>
    </message>
    <message>
        <source>Stop all &amp;now</source>
        <translation>Alle &amp;sofort beenden</translation>
    </message>
    <message>
        <source>&amp;Let them run</source>
        <translation>&amp;Laufen lassen</translation>
    </message>
</context>
<context>
    <name>PendingAction</name>
    <message>
        <source>create requested…</source>
        <translation>Anlegen angefordert …</translation>
    </message>
    <message>
        <source>start requested…</source>
        <translation>Start angefordert …</translation>
    </message>
    <message>
        <source>stop requested…</source>
        <translation>Ende angefordert …</translation>
    </message>
    <message>
        <source>pause requested…</source>
        <translation>Pause angefordert …</translation>
    </message>
    <message>
        <source>resume requested…</source>
        <translation>Fortsetzen angefordert …</translation>
    </message>
    <message>
        <source>rename requested…</source>
        <translation>Umbenennen angefordert …</translation>
    </message>
    <message>
        <source>delete requested…</source>
        <translation>Löschen angefordert …</translation>
    </message>
    <message>
        <source>signal requested…</source>
        <translation>Signal angefordert …</translation>
    </message>
    <message>
        <source>change requested…</source>
        <translation>Änderung angefordert …</translation>
    </message>
</context>
<context>
    <name>Privileges</name>
    <message>
        <source>Give files to any user or group.</source>
        <translation>Dateien jedem Benutzer und jeder Gruppe übereignen.</translation>
    </message>
    <message>
        <source>Read, write and run files whatever their permissions say.</source>
        <translation>Dateien lesen, schreiben und ausführen, was auch immer ihre Rechte sagen.</translation>
    </message>
    <message>
        <source>Read any file; with it, files of this computer outside the root could once be opened by number.</source>
        <translation>Jede Datei lesen; damit konnten schon Dateien dieses Rechners außerhalb der Wurzel über ihre Nummer geöffnet werden.</translation>
    </message>
    <message>
        <source>Change permissions and times of files that belong to others.</source>
        <translation>Rechte und Zeiten von Dateien ändern, die anderen gehören.</translation>
    </message>
    <message>
        <source>Keep the set-user-ID bit when a file is changed.</source>
        <translation>Das Set-User-ID-Bit behalten, wenn eine Datei geändert wird.</translation>
    </message>
    <message>
        <source>Send signals to processes of other users.</source>
        <translation>Prozessen anderer Benutzer Signale schicken.</translation>
    </message>
    <message>
        <source>Become any group.</source>
        <translation>Zu jeder Gruppe werden.</translation>
    </message>
    <message>
        <source>Become any user, as su and sudo do.</source>
        <translation>Zu jedem Benutzer werden, wie su und sudo.</translation>
    </message>
    <message>
        <source>Give up capabilities, and hand some on.</source>
        <translation>Privilegien (Capabilities) abgeben und manche weitergeben.</translation>
    </message>
    <message>
        <source>Mark files that nobody can change, and take that mark away.</source>
        <translation>Dateien unveränderlich machen und das wieder aufheben.</translation>
    </message>
    <message>
        <source>Listen on ports below 1024, as web servers do.</source>
        <translation>Auf Ports unter 1024 warten, wie Webserver.</translation>
    </message>
    <message>
        <source>Not used by the kernel.</source>
        <translation>Wird vom Kernel nicht benutzt.</translation>
    </message>
    <message>
        <source>Change addresses, routes and firewall rules of its network; risky, because much of the kernel opens up.</source>
        <translation>Adressen, Routen und Firewall seines Netzes ändern; riskant, weil sich viel vom Kernel öffnet.</translation>
    </message>
    <message>
        <source>Send packets of any kind, as ping does; it can pretend to be a neighbour on the network.</source>
        <translation>Beliebige Pakete senden, wie ping; es kann sich im Netz als Nachbar ausgeben.</translation>
    </message>
    <message>
        <source>Keep memory from being swapped out.</source>
        <translation>Speicher vor dem Auslagern bewahren.</translation>
    </message>
    <message>
        <source>Use any shared memory and message queue of its ipc namespace.</source>
        <translation>Jeden gemeinsamen Speicher und jede Nachrichtenschlange seines ipc-Namensraums benutzen.</translation>
    </message>
    <message>
        <source>Load code into the kernel of this computer: full power over it.</source>
        <translation>Code in den Kernel dieses Rechners laden: volle Macht über ihn.</translation>
    </message>
    <message>
        <source>Reach the hardware directly: full power over this computer.</source>
        <translation>Direkt auf die Hardware zugreifen: volle Macht über diesen Rechner.</translation>
    </message>
    <message>
        <source>Change the root directory, and enter mount namespaces.</source>
        <translation>Das Wurzelverzeichnis wechseln und mnt-Namensräume betreten.</translation>
    </message>
    <message>
        <source>Look into and steer all other processes that it sees.</source>
        <translation>In alle anderen Prozesse, die es sieht, hineinsehen und sie steuern.</translation>
    </message>
    <message>
        <source>Switch the accounting of processes on and off.</source>
        <translation>Die Prozess-Buchführung ein- und ausschalten.</translation>
    </message>
    <message>
        <source>Mount, make namespaces and very much more; the nearest thing to being root.</source>
        <translation>Einhängen, Namensräume anlegen und sehr viel mehr; fast dasselbe wie root zu sein.</translation>
    </message>
    <message>
        <source>Restart this computer, without a pid namespace of its own.</source>
        <translation>Diesen Rechner neu starten, wenn es keinen eigenen pid-Namensraum hat.</translation>
    </message>
    <message>
        <source>Take a higher priority than others, and real-time priority.</source>
        <translation>Sich Vorrang vor anderen nehmen, auch Echtzeit.</translation>
    </message>
    <message>
        <source>Go beyond disk quotas and its limits for single processes.</source>
        <translation>Über Plattenkontingente und die Grenzen einzelner Prozesse hinausgehen.</translation>
    </message>
    <message>
        <source>Set the clock of this computer.</source>
        <translation>Die Uhr dieses Rechners stellen.</translation>
    </message>
    <message>
        <source>Hang up terminals.</source>
        <translation>Terminals auflegen.</translation>
    </message>
    <message>
        <source>Make device files; with them disks of this computer could be opened where a control group does not forbid it.</source>
        <translation>Gerätedateien anlegen; damit ließen sich Platten dieses Rechners öffnen, wo es keine Kontrollgruppe verbietet.</translation>
    </message>
    <message>
        <source>Be told before somebody opens a file.</source>
        <translation>Vor dem Öffnen einer Datei durch andere Bescheid bekommen.</translation>
    </message>
    <message>
        <source>Write into the audit log of this computer.</source>
        <translation>In das Audit-Protokoll dieses Rechners schreiben.</translation>
    </message>
    <message>
        <source>Switch the audit log of this computer on and off.</source>
        <translation>Das Audit-Protokoll dieses Rechners ein- und ausschalten.</translation>
    </message>
    <message>
        <source>Give capabilities to program files.</source>
        <translation>Programmdateien Privilegien (Capabilities) geben.</translation>
    </message>
    <message>
        <source>Act against the rules of Smack.</source>
        <translation>Gegen die Regeln von Smack handeln.</translation>
    </message>
    <message>
        <source>Change the rules of AppArmor, Smack or SELinux.</source>
        <translation>Die Regeln von AppArmor, Smack oder SELinux ändern.</translation>
    </message>
    <message>
        <source>Read the kernel log of this computer, and addresses in it.</source>
        <translation>Das Kernel-Protokoll dieses Rechners und Adressen darin lesen.</translation>
    </message>
    <message>
        <source>Wake this computer from sleep.</source>
        <translation>Diesen Rechner aus dem Schlaf wecken.</translation>
    </message>
    <message>
        <source>Keep this computer from going to sleep.</source>
        <translation>Diesen Rechner vom Schlafen abhalten.</translation>
    </message>
    <message>
        <source>Read the audit log of this computer.</source>
        <translation>Das Audit-Protokoll dieses Rechners lesen.</translation>
    </message>
    <message>
        <source>Measure everything that runs on this computer.</source>
        <translation>Alles messen, was auf diesem Rechner läuft.</translation>
    </message>
    <message>
        <source>Load programs for the kernel&apos;s small machine (BPF).</source>
        <translation>Programme für die kleine Maschine des Kernels (BPF) laden.</translation>
    </message>
    <message>
        <source>Save and restore running processes, and choose their numbers.</source>
        <translation>Laufende Prozesse sichern und wiederherstellen und ihre Nummern wählen.</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>Offene Dateien</translation>
    </message>
    <message>
        <source>Processes of one user</source>
        <translation>Prozesse eines Benutzers</translation>
    </message>
    <message>
        <source>Address space (bytes)</source>
        <translation>Adressraum (Byte)</translation>
    </message>
    <message>
        <source>Data segment (bytes)</source>
        <translation>Datensegment (Byte)</translation>
    </message>
    <message>
        <source>Stack (bytes)</source>
        <translation>Stapel (Byte)</translation>
    </message>
    <message>
        <source>Resident memory (bytes; without effect)</source>
        <translation>Residenter Speicher (Byte; ohne Wirkung)</translation>
    </message>
    <message>
        <source>Locked memory (bytes)</source>
        <translation>Festgehaltener Speicher (Byte)</translation>
    </message>
    <message>
        <source>Size of one file (bytes)</source>
        <translation>Größe einer Datei (Byte)</translation>
    </message>
    <message>
        <source>Core dump (bytes)</source>
        <translation>Speicherabzug (Byte)</translation>
    </message>
    <message>
        <source>CPU time (seconds)</source>
        <translation>CPU-Zeit (Sekunden)</translation>
    </message>
    <message>
        <source>Highest priority (20 minus the nice value)</source>
        <translation>Höchster Vorrang (20 minus nice-Wert)</translation>
    </message>
    <message>
        <source>Real-time priority</source>
        <translation>Echtzeit-Priorität</translation>
    </message>
    <message>
        <source>Real-time without a pause (µs)</source>
        <translation>Echtzeit ohne Pause (µs)</translation>
    </message>
    <message>
        <source>Signals that wait</source>
        <translation>Wartende Signale</translation>
    </message>
    <message>
        <source>Message queues (bytes)</source>
        <translation>Nachrichtenschlangen (Byte)</translation>
    </message>
    <message>
        <source>File locks (without effect)</source>
        <translation>Dateisperren (ohne Wirkung)</translation>
    </message>
</context>
<context>
    <name>ServiceError</name>
    <message>
        <source>The helper is not running and could not be started.</source>
        <translation>Der Helfer läuft nicht und konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>Install it with “sudo packaging/run.sh”.</source>
        <translation>Installieren Sie ihn mit „sudo packaging/run.sh“.</translation>
    </message>
    <message>
        <source>The helper ended, or did not answer in time, so it is not known whether this was done.</source>
        <translation>Der Helfer hat geendet oder nicht rechtzeitig geantwortet; ob es getan wurde, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Look at the container&apos;s state, then try again.</source>
        <translation>Sehen Sie nach dem Zustand des Containers und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>The connection to the message bus is gone.</source>
        <translation>Die Verbindung zum Nachrichtenbus ist verloren.</translation>
    </message>
    <message>
        <source>Close Vitrine and open it again.</source>
        <translation>Schließen Sie Vitrine und öffnen Sie es wieder.</translation>
    </message>
    <message>
        <source>The message bus does not let you talk to the helper.</source>
        <translation>Der Nachrichtenbus lässt Sie nicht mit dem Helfer sprechen.</translation>
    </message>
    <message>
        <source>Its policy org.vitrine.Manager1.conf is missing or was changed: install Vitrine again.</source>
        <translation>Seine Regel org.vitrine.Manager1.conf fehlt oder wurde geändert: installieren Sie Vitrine noch einmal.</translation>
    </message>
    <message>
        <source>The helper that runs does not know this request: it is another version than this window.</source>
        <translation>Der laufende Helfer kennt diese Anfrage nicht: er hat eine andere Version als dieses Fenster.</translation>
    </message>
    <message>
        <source>Install window and helper of the same version.</source>
        <translation>Installieren Sie Fenster und Helfer derselben Version.</translation>
    </message>
    <message>
        <source>There is no such container any more.</source>
        <translation>Diesen Container gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The helper could not be asked.</source>
        <translation>Der Helfer konnte nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Nothing was changed. Try again and answer the password prompt.</source>
        <translation>Nichts wurde geändert. Versuchen Sie es noch einmal und beantworten Sie die Frage nach dem Passwort.</translation>
    </message>
    <message>
        <source>Nothing was changed. An administrator of this computer may do it, or allow it in polkit.</source>
        <translation>Nichts wurde geändert. Ein Verwalter dieses Rechners darf es tun oder in polkit erlauben.</translation>
    </message>
</context>
<context>
    <name>TemplateStore</name>
    <message>
        <source>name: 1 to 63 letters (A to Z, a to z), digits, “_”, “.” or “-” are needed, with a letter or a digit first</source>
        <translation>Name: 1 bis 63 Buchstaben (A bis Z, a bis z), Ziffern, „_“, „.“ oder „-“ sind nötig, zuerst ein Buchstabe oder eine Ziffer</translation>
    </message>
    <message>
        <source>%1 is no file</source>
        <translation>%1 ist keine Datei</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 lässt sich nicht lesen: %2</translation>
    </message>
    <message>
        <source>%1 is no configuration: %2</source>
        <translation>%1 ist keine Konfiguration: %2</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 lässt sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>name: there is already a template %1</source>
        <translation>Name: Es gibt schon eine Vorlage %1</translation>
    </message>
    <message>
        <source>the directory %1 cannot be made</source>
        <translation>das Verzeichnis %1 lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>there is no template %1</source>
        <translation>es gibt keine Vorlage %1</translation>
    </message>
    <message>
        <source>the template %1 cannot be renamed: %2</source>
        <translation>die Vorlage %1 lässt sich nicht umbenennen: %2</translation>
    </message>
    <message>
        <source>the template %1 cannot be deleted: %2</source>
        <translation>die Vorlage %1 lässt sich nicht löschen: %2</translation>
    </message>
</context>
<context>
    <name>Volume</name>
    <message>
        <source>read-only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>⚠ read and write</source>
        <translation>⚠ lesen und schreiben</translation>
    </message>
    <message>
        <source>programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>later mounts</source>
        <translation>spätere Einhängungen</translation>
    </message>
    <message>
        <source>%1 cannot be opened: %2</source>
        <translation>%1 kann nicht geöffnet werden: %2</translation>
    </message>
    <message>
        <source>Choose a directory that you may read.</source>
        <translation>Wählen Sie ein Verzeichnis, das Sie lesen dürfen.</translation>
    </message>
    <message>
        <source>Choose a file that you may read, and write if it is to be written to.</source>
        <translation>Wählen Sie eine Datei, die Sie lesen dürfen, und schreiben, wenn in sie geschrieben werden soll.</translation>
    </message>
    <message>
        <source>%1 is no disk image: it does not begin with a file system that can be shown.</source>
        <translation>%1 ist kein Plattenabbild: Es beginnt nicht mit einem Dateisystem, das gezeigt werden kann.</translation>
    </message>
    <message>
        <source>The kinds are btrfs, erofs, ext4, iso9660, squashfs, vfat and xfs. An image with a partition table has its file systems further inside.</source>
        <translation>Die Arten sind btrfs, erofs, ext4, iso9660, squashfs, vfat und xfs. Ein Abbild mit einer Partitionstabelle hat seine Dateisysteme weiter innen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::AgentOffer</name>
    <message>
        <source>Nobody can ask for a password</source>
        <translation>Niemand kann nach einem Passwort fragen</translation>
    </message>
    <message>
        <source>This needs a password, and no program of this desktop asked for one.</source>
        <translation>Das braucht ein Passwort, und kein Programm dieses Desktops hat danach gefragt.</translation>
    </message>
    <message>
        <source>Desktops run an authentication agent for this; bare window managers and remote displays often do not. Vitrine has its own. It works until the window is closed.</source>
        <translation>Desktops haben dafür ein eigenes Programm; bloße Fensterverwalter und entfernte Bildschirme oft nicht. Vitrine bringt eines mit. Es arbeitet, bis das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Let Vitrine ask for passwords</source>
        <translation>Vitrine nach Passwörtern fragen lassen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>polkit did not take Vitrine as its authentication agent. Most likely another one is registered, and the password it asked for was not right.</source>
        <translation>polkit hat Vitrine nicht dafür angenommen. Wahrscheinlich ist schon ein anderes Programm angemeldet, und das Passwort, nach dem es gefragt hat, war nicht richtig.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Application</name>
    <message>
        <source>Vitrine asks for passwords now: try again.</source>
        <translation>Vitrine fragt jetzt nach Passwörtern: noch einmal versuchen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::AttachDialog</name>
    <message>
        <source>&amp;Keep it for the next starts</source>
        <translation>Auch für die &amp;nächsten Starts</translation>
    </message>
    <message>
        <source>Show a directory to %1</source>
        <translation>%1 ein Verzeichnis zeigen</translation>
    </message>
    <message>
        <source>%1 is stopped, so it sees the directory at its next start</source>
        <translation>%1 ist angehalten und sieht das Verzeichnis beim nächsten Start</translation>
    </message>
    <message>
        <source>Otherwise it is gone when %1 ends</source>
        <translation>Sonst ist es weg, wenn %1 endet</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What it writes into a directory of yours belongs to you. An administrator is asked.</source>
        <translation>Was er in eines Ihrer Verzeichnisse schreibt, gehört Ihnen. Ein Verwalter wird gefragt.</translation>
    </message>
    <message>
        <source>C&amp;hoose the directory…</source>
        <translation>&amp;Verzeichnis wählen …</translation>
    </message>
    <message>
        <source>A directory of yours on this computer</source>
        <translation>Eines Ihrer Verzeichnisse auf diesem Rechner</translation>
    </message>
    <message>
        <source>Directory that the container sees</source>
        <translation>Verzeichnis, das der Container sieht</translation>
    </message>
    <message>
        <source>its place %1</source>
        <translation>sein Ort %1</translation>
    </message>
    <message>
        <source>another volume is at %1</source>
        <translation>unter %1 ist ein anderes Verzeichnis</translation>
    </message>
    <message>
        <source>Not yet: %1</source>
        <translation>Noch nicht: %1</translation>
    </message>
    <message>
        <source>Mounts it at %1</source>
        <translation>Hängt es unter %1 ein</translation>
    </message>
    <message>
        <source>Choose a disk &amp;image…</source>
        <translation>Platten&amp;abbild wählen …</translation>
    </message>
    <message>
        <source>A file of yours that holds a file system (mount -o loop)</source>
        <translation>Eine Ihrer Dateien, die ein Dateisystem enthält (mount -o loop)</translation>
    </message>
    <message>
        <source>Disk image that the container sees</source>
        <translation>Plattenabbild, das der Container sieht</translation>
    </message>
    <message>
        <source>Choose the directory or the disk image first</source>
        <translation>Wählen Sie zuerst das Verzeichnis oder das Plattenabbild</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Authentication</name>
    <message>
        <source>That was not the right password. Try again.</source>
        <translation>Das war nicht das richtige Passwort. Versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::CapabilityView</name>
    <message>
        <source>All &amp;five sets</source>
        <translation>Alle &amp;fünf Mengen</translation>
    </message>
    <message>
        <source>Capabilities</source>
        <translation>Capabilities</translation>
    </message>
    <message>
        <source>The usual ones</source>
        <translation>Die üblichen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>As Docker gives</source>
        <translation>Wie bei Docker</translation>
    </message>
    <message>
        <source>All, like root of this computer</source>
        <translation>Alle, wie Root dieses Rechners</translation>
    </message>
    <message>
        <source>An own choice</source>
        <translation>Eigene Auswahl</translation>
    </message>
    <message>
        <source>Shows where each is: what it can ever get (bounding), what is in force (effective), what it may put in force (permitted), and what programs get that it starts (inheritable, ambient)</source>
        <translation>Zeigt, wo jede steht: was es je bekommen kann (bounding), was gilt (effective), was es in Kraft setzen darf (permitted) und was die Programme bekommen, die es startet (inheritable, ambient)</translation>
    </message>
    <message>
        <source>Capability</source>
        <translation>Capability</translation>
    </message>
    <message>
        <source>It permits</source>
        <translation>Sie erlaubt</translation>
    </message>
    <message>
        <source>Bounding</source>
        <translation>Bounding</translation>
    </message>
    <message>
        <source>Effective</source>
        <translation>Effective</translation>
    </message>
    <message>
        <source>Permitted</source>
        <translation>Permitted</translation>
    </message>
    <message>
        <source>Inheritable</source>
        <translation>Inheritable</translation>
    </message>
    <message>
        <source>Ambient</source>
        <translation>Ambient</translation>
    </message>
    <message>
        <source>Root inside has no more rights than ordinary programs need.</source>
        <translation>Root im Container hat nicht mehr Rechte, als gewöhnliche Programme brauchen.</translation>
    </message>
    <message>
        <source>⚠ More rights than usual: %1. An administrator is asked for it.</source>
        <translation>⚠ Mehr Rechte als üblich: %1. Dafür wird ein Verwalter gefragt.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ChartsPage</name>
    <message>
        <source>How far back the charts reach</source>
        <translation>Wie weit die Diagramme zurückreichen</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 Minute</translation>
    </message>
    <message>
        <source>5 minutes</source>
        <translation>5 Minuten</translation>
    </message>
    <message>
        <source>15 minutes</source>
        <translation>15 Minuten</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Hold the picture still; the container goes on</source>
        <translation>Hält das Bild an; der Container läuft weiter</translation>
    </message>
    <message>
        <source>As a &amp;table</source>
        <translation>Als &amp;Tabelle</translation>
    </message>
    <message>
        <source>The same numbers as a table</source>
        <translation>Dieselben Zahlen als Tabelle</translation>
    </message>
    <message>
        <source>Save the charts as a picture</source>
        <translation>Speichert die Diagramme als Bild</translation>
    </message>
    <message>
        <source>Save the numbers for a spreadsheet</source>
        <translation>Speichert die Zahlen für eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>The numbers behind the charts, newest first</source>
        <translation>Die Zahlen hinter den Diagrammen, die neuesten zuerst</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>What it uses of CPU and memory over time, and when a limit held it back.</source>
        <translation>Was er mit der Zeit an CPU und Speicher braucht, und wann eine Grenze ihn gebremst hat.</translation>
    </message>
    <message>
        <source>Save the charts</source>
        <translation>Diagramme speichern</translation>
    </message>
    <message>
        <source>Saved to %1.</source>
        <translation>Gespeichert in %1.</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <translation>%1 konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Save as P&amp;NG…</source>
        <translation>Als P&amp;NG …</translation>
    </message>
    <message>
        <source>Save as &amp;CSV…</source>
        <translation>Als &amp;CSV …</translation>
    </message>
    <message>
        <source>Nothing can be measured: the container has no control group, and that is where the kernel counts.</source>
        <translation>Es kann nichts gemessen werden: Der Container hat keine Kontrollgruppe, und nur dort zählt der Kernel.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ConsolePage</name>
    <message>
        <source>&amp;New shell</source>
        <translation>&amp;Neue Shell</translation>
    </message>
    <message>
        <source>Run a further shell in this container (Ctrl+Shift+T)</source>
        <translation>Startet eine weitere Shell in diesem Container (Strg+Umschalt+T)</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <source>Type into the container: its own console, and as many further shells as you like.
Ctrl and Alt with a letter go into the container; function keys, Alt with a digit and Ctrl+Shift with a letter stay with the window (Ctrl+Shift+C copies, Ctrl+Shift+V pastes).</source>
        <translation>In den Container tippen: seine eigene Konsole und beliebig viele weitere Shells.
Strg und Alt mit einem Buchstaben gehen in den Container; Funktionstasten, Alt mit einer Ziffer und Strg+Umschalt mit einem Buchstaben bleiben beim Fenster (Strg+Umschalt+C kopiert, Strg+Umschalt+V fügt ein).</translation>
    </message>
    <message>
        <source>Consoles</source>
        <translation>Konsolen</translation>
    </message>
    <message>
        <source>Console of the container</source>
        <translation>Konsole des Containers</translation>
    </message>
    <message>
        <source>Main</source>
        <translation>Haupt</translation>
    </message>
    <message>
        <source>The connection to this console has ended.</source>
        <translation>Die Verbindung zu dieser Konsole ist beendet.</translation>
    </message>
    <message>
        <source>The container is not running any more.</source>
        <translation>Der Container läuft nicht mehr.</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>Wieder verbinden</translation>
    </message>
    <message>
        <source>The container is not running. Start it, and its console appears here.</source>
        <translation>Der Container läuft nicht. Starten Sie ihn, und seine Konsole erscheint hier.</translation>
    </message>
    <message>
        <source>This Vitrine was built without a terminal (QTermWidget for Qt 6), so there is no console here. What the container prints is on the page Log.</source>
        <translation>Dieses Vitrine wurde ohne Terminal gebaut (QTermWidget für Qt 6), darum gibt es hier keine Konsole. Was der Container ausgibt, steht auf der Seite Protokoll.</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbinde …</translation>
    </message>
    <message>
        <source>Typing into this container needs a password or an administrator.</source>
        <translation>In diesen Container zu tippen braucht ein Passwort oder einen Verwalter.</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>open the console</source>
        <translation>die Konsole öffnen</translation>
    </message>
    <message>
        <source>A shell can be run while the container is running.</source>
        <translation>Eine Shell kann laufen, solange der Container läuft.</translation>
    </message>
    <message>
        <source>Shell %1</source>
        <translation>Shell %1</translation>
    </message>
    <message>
        <source>The shell has ended.</source>
        <translation>Die Shell ist beendet.</translation>
    </message>
    <message>
        <source>Run it again</source>
        <translation>Noch einmal starten</translation>
    </message>
    <message>
        <source>This Vitrine was built without a terminal (QTermWidget for Qt 6).</source>
        <translation>Dieses Vitrine wurde ohne Terminal gebaut (QTermWidget für Qt 6).</translation>
    </message>
    <message>
        <source>Starting a shell …</source>
        <translation>Starte eine Shell …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>open a shell</source>
        <translation>eine Shell öffnen</translation>
    </message>
    <message>
        <source>The helper gave no terminal for the shell.</source>
        <translation>Der Helfer gab kein Terminal für die Shell.</translation>
    </message>
    <message>
        <source>&amp;Enter with choices…</source>
        <translation>&amp;Betreten mit Auswahl …</translation>
    </message>
    <message>
        <source>Choose the command, the user, the directory, the environment, the capabilities and the namespaces</source>
        <translation>Befehl, Benutzer, Verzeichnis, Umgebung, Capabilities und Namensräume wählen</translation>
    </message>
    <message>
        <source>enter %1</source>
        <translation>%1 betreten</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>The command has ended.</source>
        <translation>Der Befehl ist beendet.</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Starte …</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerActions</name>
    <message>
        <source>the container</source>
        <translation>den Container</translation>
    </message>
    <message>
        <source>create %1</source>
        <translation>%1 anlegen</translation>
    </message>
    <message>
        <source>start %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>stop %1</source>
        <translation>%1 beenden</translation>
    </message>
    <message>
        <source>pause %1</source>
        <translation>%1 pausieren</translation>
    </message>
    <message>
        <source>resume %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>send a signal to %1</source>
        <translation>ein Signal an %1 senden</translation>
    </message>
    <message>
        <source>rename %1 to %2</source>
        <translation>%1 in %2 umbenennen</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>send a signal to process %1 of %2</source>
        <translation>ein Signal an Prozess %1 von %2 senden</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>abbrechen</translation>
    </message>
    <message>
        <source>let %1 start with the computer</source>
        <translation>%1 mit dem Rechner starten lassen</translation>
    </message>
    <message>
        <source>keep %1 from starting with the computer</source>
        <translation>%1 nicht mehr mit dem Rechner starten lassen</translation>
    </message>
    <message>
        <source>change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>clone %1 as %2</source>
        <translation>%1 als %2 klonen</translation>
    </message>
    <message>
        <source>show a directory to %1</source>
        <translation>%1 ein Verzeichnis zeigen</translation>
    </message>
    <message>
        <source>take %1 away from %2</source>
        <translation>%2 das Verzeichnis %1 wegnehmen</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>CPU %1</source>
        <translation>CPU %1</translation>
    </message>
    <message>
        <source>memory %1</source>
        <translation>Speicher %1</translation>
    </message>
    <message>
        <source>%1 of its memory limit</source>
        <translation>%1 seiner Speichergrenze</translation>
    </message>
    <message>
        <source>less isolated than usual</source>
        <translation>weniger abgeschottet als üblich</translation>
    </message>
    <message>
        <source>CPU: %1 of its limit</source>
        <translation>CPU: %1 seiner Grenze</translation>
    </message>
    <message>
        <source>Memory: %1 of its limit</source>
        <translation>Speicher: %1 seiner Grenze</translation>
    </message>
    <message>
        <source>⚠ less isolated</source>
        <translation>⚠ weniger abgeschottet</translation>
    </message>
    <message>
        <source>Health: %1</source>
        <translation>Gesundheit: %1</translation>
    </message>
    <message>
        <source>in the group %1</source>
        <translation>in der Gruppe %1</translation>
    </message>
    <message>
        <source>Group: %1</source>
        <translation>Gruppe: %1</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ContainerPane</name>
    <message>
        <source>Containers</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>nach Name</translation>
    </message>
    <message>
        <source>by state</source>
        <translation>nach Zustand</translation>
    </message>
    <message>
        <source>by CPU</source>
        <translation>nach CPU</translation>
    </message>
    <message>
        <source>by memory</source>
        <translation>nach Speicher</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>neueste zuerst</translation>
    </message>
    <message>
        <source>by group</source>
        <translation>nach Gruppe</translation>
    </message>
    <message>
        <source>Order of the list</source>
        <translation>Reihenfolge der Liste</translation>
    </message>
    <message>
        <source>&lt;b&gt;No containers yet&lt;/b&gt;&lt;p&gt;A container is a group of processes that sees its own files, process numbers, network and users.&lt;/p&gt;&lt;p&gt;The starter container is made of bash and the basic commands of this computer. It takes a moment and needs no download.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Noch keine Container&lt;/b&gt;&lt;p&gt;Ein Container ist eine Gruppe von Prozessen, die ihre eigenen Dateien, Prozessnummern, Netze und Benutzer sieht.&lt;/p&gt;&lt;p&gt;Der erste Container besteht aus bash und den Grundbefehlen dieses Rechners. Das dauert einen Augenblick und lädt nichts herunter.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Make the &amp;starter container</source>
        <translation>Den er&amp;sten Container anlegen</translation>
    </message>
    <message>
        <source>Makes a container named “starter” with bash and the coreutils</source>
        <translation>Legt einen Container namens „starter“ mit bash und den Grundbefehlen an</translation>
    </message>
    <message>
        <source>Choose what goes &amp;in…</source>
        <translation>&amp;Inhalt auswählen …</translation>
    </message>
    <message>
        <source>Opens the dialog for a new container</source>
        <translation>Öffnet den Dialog für einen neuen Container</translation>
    </message>
    <message>
        <source>&lt;b&gt;Containers&lt;/b&gt; %1</source>
        <translation>&lt;b&gt;Container&lt;/b&gt; %1</translation>
    </message>
    <message>
        <source>No container matches “%1”.</source>
        <translation>Kein Container passt zu „%1“.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Containers&lt;/b&gt; %1 of %2</source>
        <translation>&lt;b&gt;Container&lt;/b&gt; %1 von %2</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::DbusContainerService</name>
    <message>
        <source>It speaks another version of the protocol.</source>
        <translation>Er spricht eine andere Version des Protokolls.</translation>
    </message>
    <message>
        <source>The message bus has ended.</source>
        <translation>Der Nachrichtenbus hat geendet.</translation>
    </message>
    <message>
        <source>The helper answered in an unknown form.</source>
        <translation>Der Helfer hat in unbekannter Form geantwortet.</translation>
    </message>
    <message>
        <source>Install window and helper of the same version.</source>
        <translation>Installieren Sie Fenster und Helfer derselben Version.</translation>
    </message>
    <message>
        <source>The helper ended while this was being done, so it is not known how far it came.</source>
        <translation>Der Helfer hat geendet, während das getan wurde; wie weit es kam, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>It is started again; the container&apos;s state will say.</source>
        <translation>Er wird wieder gestartet; der Zustand des Containers wird es zeigen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::DeviceList</name>
    <message>
        <source>A&amp;dd</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>Take it a&amp;way</source>
        <translation>&amp;Wegnehmen</translation>
    </message>
    <message>
        <source>It can &amp;use no other devices</source>
        <translation>Andere Geräte kann er nicht ben&amp;utzen</translation>
    </message>
    <message>
        <source>Devices of this computer that it gets</source>
        <translation>Geräte dieses Computers, die er bekommt</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Nummern</translation>
    </message>
    <message>
        <source>Device to add</source>
        <translation>Gerät, das hinzukommt</translation>
    </message>
    <message>
        <source>The kernel then refuses every device but these and those that all containers have, even where there is a node of it and a right to it.</source>
        <translation>Der Kernel verweigert dann jedes Gerät außer diesen und denen, die alle Container haben, auch wo es eine Gerätedatei und ein Recht darauf gibt.</translation>
    </message>
    <message>
        <source>block: a disk or the like</source>
        <translation>Block: ein Datenträger oder Ähnliches</translation>
    </message>
    <message>
        <source>character</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>It has null, zero, full, random, urandom, tty and its terminals, and no device of this computer.</source>
        <translation>Er hat null, zero, full, random, urandom, tty und seine Terminals und kein Gerät dieses Computers.</translation>
    </message>
    <message>
        <source>⚠ It talks to drivers of this computer: what the device can do, root inside can do.</source>
        <translation>⚠ Er spricht mit Treibern dieses Computers: Was das Gerät kann, kann Root darin.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::DisksEditor</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Disk to limit</source>
        <translation>Zu begrenzendes Laufwerk</translation>
    </message>
    <message>
        <source>Limit the speed of this disk</source>
        <translation>Die Geschwindigkeit dieses Laufwerks begrenzen</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Laufwerk</translation>
    </message>
    <message>
        <source>Read per second</source>
        <translation>Gelesen je Sekunde</translation>
    </message>
    <message>
        <source>Written per second</source>
        <translation>Geschrieben je Sekunde</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>, at most %1 reads and %2 writes per second</source>
        <translation>, höchstens %1 Lese- und %2 Schreibvorgänge je Sekunde</translation>
    </message>
    <message>
        <source>any number of</source>
        <translation>beliebig viele</translation>
    </message>
    <message>
        <source>Read from %1 per second</source>
        <translation>Von %1 je Sekunde gelesen</translation>
    </message>
    <message>
        <source>Written to %1 per second</source>
        <translation>Auf %1 je Sekunde geschrieben</translation>
    </message>
    <message>
        <source>No limit for %1</source>
        <translation>Keine Grenze für %1</translation>
    </message>
    <message>
        <source>%1 (%2), %3</source>
        <translation>%1 (%2), %3</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::DoctorDialog</name>
    <message>
        <source>Check &amp;again</source>
        <translation>&amp;Noch einmal prüfen</translation>
    </message>
    <message>
        <source>&amp;Copy all</source>
        <translation>Alles &amp;kopieren</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Check this computer</source>
        <translation>Diesen Rechner prüfen</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Looks at everything once more</source>
        <translation>Sieht alles noch einmal an</translation>
    </message>
    <message>
        <source>Copies all findings as text, to be sent to somebody who helps</source>
        <translation>Kopiert alle Befunde als Text, für jemanden, der hilft</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>Sehe mir diesen Rechner an …</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::EnterCapabilities</name>
    <message>
        <source>The parts of root&apos;s power that the container has. Each that is switched off the command gives up for good; none can be added.</source>
        <translation>Die Teile der Macht von root, die der Container hat. Jeden, der ausgeschaltet ist, gibt der Befehl für immer auf; hinzufügen lässt sich keiner.</translation>
    </message>
    <message>
        <source>Capabilities</source>
        <translation>Capabilities</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Alle</translation>
    </message>
    <message>
        <source>N&amp;one</source>
        <translation>Ke&amp;ine</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::EnterCommand</name>
    <message>
        <source>With a &amp;terminal</source>
        <translation>Mit einem &amp;Terminal</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>A shell</source>
        <translation>Eine Shell</translation>
    </message>
    <message>
        <source>The command and its arguments; quotation marks keep words together. No shell reads it. Empty: the first shell that is there.</source>
        <translation>Der Befehl und seine Argumente; Anführungszeichen halten Wörter zusammen. Keine Shell liest ihn. Leer: die erste Shell, die es gibt.</translation>
    </message>
    <message>
        <source>Without one the command gets no input, and what it prints is shown.</source>
        <translation>Ohne eines bekommt der Befehl keine Eingabe, und was er ausgibt, wird gezeigt.</translation>
    </message>
    <message>
        <source>&amp;Command:</source>
        <translation>B&amp;efehl:</translation>
    </message>
    <message>
        <source>&amp;Group:</source>
        <translation>&amp;Gruppe:</translation>
    </message>
    <message>
        <source>Numbers inside the container.</source>
        <translation>Nummern im Container.</translation>
    </message>
    <message>
        <source>&amp;User:</source>
        <translation>Ben&amp;utzer:</translation>
    </message>
    <message>
        <source>&amp;Directory:</source>
        <translation>&amp;Verzeichnis:</translation>
    </message>
    <message>
        <source>En&amp;vironment:</source>
        <translation>U&amp;mgebung:</translation>
    </message>
    <message>
        <source>NAME=value</source>
        <translation>NAME=Wert</translation>
    </message>
    <message>
        <source>One variable a line, NAME=value; at first the container&apos;s own. Nothing of this computer&apos;s environment goes in.</source>
        <translation>Eine Variable je Zeile, NAME=Wert; zuerst die des Containers. Nichts von der Umgebung dieses Rechners geht hinein.</translation>
    </message>
    <message>
        <source>The directory must begin with &quot;/&quot;.</source>
        <translation>Das Verzeichnis muss mit &quot;/&quot; beginnen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no variable of the environment: NAME=value is one.</source>
        <translation>&quot;%1&quot; ist keine Variable der Umgebung: NAME=Wert ist eine.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::EnterDialog</name>
    <message>
        <source>&amp;Enter</source>
        <translation>&amp;Betreten</translation>
    </message>
    <message>
        <source>Enter %1</source>
        <translation>%1 betreten</translation>
    </message>
    <message>
        <source>Co&amp;mmand</source>
        <translation>Be&amp;fehl</translation>
    </message>
    <message>
        <source>&amp;Namespaces</source>
        <translation>&amp;Namensräume</translation>
    </message>
    <message>
        <source>Capa&amp;bilities</source>
        <translation>&amp;Capabilities</translation>
    </message>
    <message>
        <source>&amp;Steps</source>
        <translation>&amp;Schritte</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>By &amp;hand, in a shell of root&apos;s:</source>
        <translation>Von &amp;Hand, in einer Shell von root:</translation>
    </message>
    <message>
        <source>The command by hand</source>
        <translation>Der Befehl von Hand</translation>
    </message>
    <message>
        <source>Co&amp;py the command</source>
        <translation>Befehl &amp;kopieren</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::EnterNamespaces</name>
    <message>
        <source>It is numbered among the container&apos;s processes and can signal no others. (What ps shows comes from /proc: for that the files are needed, too.)</source>
        <translation>Er zählt zu den Prozessen des Containers und kann keinem anderen Signale schicken. (Was ps zeigt, kommt aus /proc: dafür braucht es auch die Dateien.)</translation>
    </message>
    <message>
        <source>Every path means a file of the container, and so does the command.</source>
        <translation>Jeder Pfad meint eine Datei des Containers, auch der des Befehls.</translation>
    </message>
    <message>
        <source>It has the container&apos;s interfaces, addresses and ports.</source>
        <translation>Er hat die Schnittstellen, Adressen und Ports des Containers.</translation>
    </message>
    <message>
        <source>hostname answers with the container&apos;s name.</source>
        <translation>hostname antwortet mit dem Namen des Containers.</translation>
    </message>
    <message>
        <source>It reaches the container&apos;s shared memory and message queues.</source>
        <translation>Er erreicht den gemeinsamen Speicher und die Nachrichtenschlangen des Containers.</translation>
    </message>
    <message>
        <source>User numbers are the container&apos;s: root here is an ordinary user outside.</source>
        <translation>Benutzernummern sind die des Containers: root ist hier draußen ein gewöhnlicher Benutzer.</translation>
    </message>
    <message>
        <source>It sees the container&apos;s control group as the top of the tree.</source>
        <translation>Er sieht die Kontrollgruppe des Containers als Spitze des Baums.</translation>
    </message>
    <message>
        <source>It reads the container&apos;s monotonic and boot clocks.</source>
        <translation>Er liest die monotone und die Startuhr des Containers.</translation>
    </message>
    <message>
        <source>It is a process of this computer that the container does not see; it ends with the container all the same.</source>
        <translation>Er ist ein Prozess dieses Rechners, den der Container nicht sieht; er endet trotzdem mit dem Container.</translation>
    </message>
    <message>
        <source>Its root directory is this computer&apos;s: every path means a file of this computer, and so does the command.</source>
        <translation>Sein Wurzelverzeichnis ist das dieses Rechners: jeder Pfad meint eine Datei dieses Rechners, auch der des Befehls.</translation>
    </message>
    <message>
        <source>It uses this computer&apos;s network, its ports included.</source>
        <translation>Er benutzt das Netz dieses Rechners samt seinen Ports.</translation>
    </message>
    <message>
        <source>It has this computer&apos;s name.</source>
        <translation>Er hat den Namen dieses Rechners.</translation>
    </message>
    <message>
        <source>It reaches this computer&apos;s shared memory.</source>
        <translation>Er erreicht den gemeinsamen Speicher dieses Rechners.</translation>
    </message>
    <message>
        <source>User numbers are this computer&apos;s: as user 0 it is root of this computer.</source>
        <translation>Benutzernummern sind die dieses Rechners: als Benutzer 0 ist er root dieses Rechners.</translation>
    </message>
    <message>
        <source>It sees this computer&apos;s whole tree of control groups; the container&apos;s limits hold all the same.</source>
        <translation>Er sieht den ganzen Baum der Kontrollgruppen dieses Rechners; die Grenzen des Containers gelten trotzdem.</translation>
    </message>
    <message>
        <source>It reads this computer&apos;s clocks.</source>
        <translation>Er liest die Uhren dieses Rechners.</translation>
    </message>
    <message>
        <source>⚠ The container has none of its own: %1</source>
        <translation>⚠ Der Container hat keinen eigenen: %1</translation>
    </message>
    <message>
        <source>⚠ An administrator is asked each time: what this command reaches, root in the container can reach through it.</source>
        <translation>⚠ Jedes Mal wird ein Verwalter gefragt: was dieser Befehl erreicht, kann root im Container durch ihn erreichen.</translation>
    </message>
    <message>
        <source>The command enters these namespaces of the container, as nsenter does:</source>
        <translation>Der Befehl betritt diese Namensräume des Containers, wie es nsenter tut:</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ErrorBar</name>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Einzelheiten</translation>
    </message>
    <message>
        <source>Shows what the helper said, word by word, to be copied</source>
        <translation>Zeigt zum Kopieren Wort für Wort, was der Helfer gesagt hat</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Details of the error</source>
        <translation>Einzelheiten des Fehlers</translation>
    </message>
    <message>
        <source>Could not %1: %2</source>
        <translation>Nicht möglich: %1: %2</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::FindingView</name>
    <message>
        <source>Command that mends it</source>
        <translation>Befehl, der es behebt</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copies the command</source>
        <translation>Kopiert den Befehl</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Den Befehl kopieren</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ForeignConsole</name>
    <message>
        <source>Console in %1</source>
        <translation>Konsole in %1</translation>
    </message>
    <message>
        <source>⚠ In %1</source>
        <translation>⚠ In %1</translation>
    </message>
    <message>
        <source>The command has ended.</source>
        <translation>Der Befehl ist beendet.</translation>
    </message>
    <message>
        <source>Run it again</source>
        <translation>Noch einmal starten</translation>
    </message>
    <message>
        <source>This Vitrine was built without a terminal (QTermWidget for Qt 6).</source>
        <translation>Dieses Vitrine wurde ohne Terminal gebaut (QTermWidget für Qt 6).</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Starte …</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>The helper gave no terminal for the command.</source>
        <translation>Der Helfer gab kein Terminal für den Befehl.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ForeignDialog</name>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>&amp;Copy the command</source>
        <translation>Befehl &amp;kopieren</translation>
    </message>
    <message>
        <source>Elsewhere on this computer</source>
        <translation>Sonst auf diesem Rechner</translation>
    </message>
    <message>
        <source>The command by hand</source>
        <translation>Der Befehl von Hand</translation>
    </message>
    <message>
        <source>By &amp;hand, root enters it with:</source>
        <translation>Von &amp;Hand betritt root ihn mit:</translation>
    </message>
    <message>
        <source>Containers of others</source>
        <translation>Container von anderen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Gemacht von</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Namespaces of its own</source>
        <translation>Eigene Namensräume</translation>
    </message>
    <message>
        <source>There are none at the moment.</source>
        <translation>Es gibt gerade keine.</translation>
    </message>
    <message>
        <source>There are %1.</source>
        <translation>Es sind %1.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>&amp;Enter…</source>
        <translation>&amp;Betreten …</translation>
    </message>
    <message>
        <source>Processes in namespaces that Vitrine did not make: containers of Docker, Podman and others, sandboxes of applications and services. Entering one asks for an administrator each time.</source>
        <translation>Prozesse in Namensräumen, die nicht Vitrine gemacht hat: Container von Docker, Podman und anderen, Sandkästen von Anwendungen und Diensten. Einen zu betreten fragt jedes Mal nach einem Verwalter.</translation>
    </message>
    <message>
        <source>Runs a command in this container. It gets at most the capabilities of the container&apos;s first process, but not its system call filter, and the container&apos;s limits do not hold for it.</source>
        <translation>Startet einen Befehl in diesem Container. Er bekommt höchstens die Capabilities vom ersten Prozess des Containers, aber nicht dessen Systemaufruffilter, und die Grenzen des Containers gelten für ihn nicht.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::GroupChoice</name>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Containers of a group share its limits, and can be stopped together at once</source>
        <translation>Die Container einer Gruppe teilen sich ihre Grenzen und lassen sich gemeinsam sofort beenden</translation>
    </message>
    <message>
        <source>In no group</source>
        <translation>In keiner Gruppe</translation>
    </message>
    <message>
        <source>a group that is not there (any more)</source>
        <translation>eine Gruppe, die es nicht (mehr) gibt</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::GroupEditor</name>
    <message>
        <source>New group</source>
        <translation>Neue Gruppe</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Limits of the group %1</source>
        <translation>Grenzen der Gruppe %1</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>What all containers of the group may use together. Limits of a single container hold as well: the tighter one counts.</source>
        <translation>Was alle Container der Gruppe zusammen verbrauchen dürfen. Die Grenzen eines einzelnen Containers gelten auch: Die engere zählt.</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::GroupStore</name>
    <message>
        <source>make the group %1</source>
        <translation>die Gruppe %1 anlegen</translation>
    </message>
    <message>
        <source>set the limits of the group %1</source>
        <translation>die Grenzen der Gruppe %1 setzen</translation>
    </message>
    <message>
        <source>rename the group %1</source>
        <translation>die Gruppe %1 umbenennen</translation>
    </message>
    <message>
        <source>delete the group %1</source>
        <translation>die Gruppe %1 löschen</translation>
    </message>
    <message>
        <source>stop the group %1 at once</source>
        <translation>die Gruppe %1 sofort beenden</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::GroupsDialog</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Groups of containers</source>
        <translation>Gruppen von Containern</translation>
    </message>
    <message>
        <source>Containers in a group share its limits, and can be stopped together at once. A container&apos;s group is chosen when it is made, and with “Edit” while it is stopped.</source>
        <translation>Container einer Gruppe teilen sich ihre Grenzen und lassen sich gemeinsam sofort beenden. Die Gruppe eines Containers wird gewählt, wenn er angelegt wird, und mit „Bearbeiten“, solange er steht.</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Limits of all together</source>
        <translation>Grenzen aller zusammen</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Neu …</translation>
    </message>
    <message>
        <source>&amp;Limits…</source>
        <translation>&amp;Grenzen …</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen …</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>&amp;Stop all now…</source>
        <translation>&amp;Alle sofort beenden …</translation>
    </message>
    <message>
        <source>⚠ Could not %1: %2</source>
        <translation>⚠ Nicht gelungen: %1: %2</translation>
    </message>
    <message>
        <source>being stopped</source>
        <translation>wird beendet</translation>
    </message>
    <message>
        <source>%1, %2 of them running</source>
        <translation>%1, davon %2 laufend</translation>
    </message>
    <message>
        <source>The helper is not there</source>
        <translation>Der Helfer ist nicht da</translation>
    </message>
    <message>
        <source>Select a group first</source>
        <translation>Wählen Sie zuerst eine Gruppe aus</translation>
    </message>
    <message>
        <source>Makes a group without containers</source>
        <translation>Legt eine Gruppe ohne Container an</translation>
    </message>
    <message>
        <source>Changes what all its containers may use together, also while they run</source>
        <translation>Ändert, was alle ihre Container zusammen verbrauchen dürfen, auch während sie laufen</translation>
    </message>
    <message>
        <source>Gives the group another name</source>
        <translation>Gibt der Gruppe einen anderen Namen</translation>
    </message>
    <message>
        <source>Deletes the group, which has no containers</source>
        <translation>Löscht die Gruppe, die keine Container hat</translation>
    </message>
    <message>
        <source>There are containers in it: %1</source>
        <translation>Es sind Container in ihr: %1</translation>
    </message>
    <message>
        <source>Ends all its containers at once, and starts none of them again</source>
        <translation>Beendet alle ihre Container sofort und startet keinen wieder</translation>
    </message>
    <message>
        <source>It is being stopped</source>
        <translation>Sie wird gerade beendet</translation>
    </message>
    <message>
        <source>name: 1 to 63 letters (A to Z, a to z), digits, “_”, “.” or “-” are needed, with a letter or a digit first</source>
        <translation>Name: Nötig sind 1 bis 63 Buchstaben (A bis Z, a bis z), Ziffern, „_“, „.“ oder „-“, zuerst ein Buchstabe oder eine Ziffer</translation>
    </message>
    <message>
        <source>name: there is already a group of this name</source>
        <translation>Name: Es gibt schon eine Gruppe dieses Namens</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 umbenennen</translation>
    </message>
    <message>
        <source>New name (letters, digits, “.”, “_” and “-”, at most 63):</source>
        <translation>Neuer Name (Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 63):</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Delete the group %1?</source>
        <translation>Die Gruppe %1 löschen?</translation>
    </message>
    <message>
        <source>Its name and its limits are deleted. It has no containers.</source>
        <translation>Ihr Name und ihre Grenzen werden gelöscht. Sie hat keine Container.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>There is none yet. “New…” makes one, and asks for its limits.</source>
        <translation>Es gibt noch keine. „Neu …“ macht eine und fragt nach ihren Grenzen.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::HeaderWidget</name>
    <message>
        <source>pid %1</source>
        <translation>pid %1</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>restart %1 in a row</source>
        <translation>Neustart %1 in Folge</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::HealthBox</name>
    <message>
        <source>Ask a command whether it does its work</source>
        <translation>Einen Befehl fragen, ob er seine Arbeit tut</translation>
    </message>
    <message>
        <source>Run inside, with the rights of the container's command. Exit code 0 means: it does. No shell reads it.</source>
        <translation>Läuft darin, mit den Rechten des Befehls des Containers. Exit-Code 0 heißt: Er tut sie. Keine Shell liest ihn.</translation>
    </message>
    <message>
        <source>Co&amp;mmand</source>
        <translation>&amp;Befehl</translation>
    </message>
    <message>
        <source>every</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>and for at most</source>
        <translation>und höchstens für</translation>
    </message>
    <message>
        <source>failures count after</source>
        <translation>Fehler zählen nach</translation>
    </message>
    <message>
        <source>unhealthy after failures in a row</source>
        <translation>ungesund nach Fehlern in Folge</translation>
    </message>
    <message>
        <source>If it is unhealthy</source>
        <translation>Wenn er ungesund ist</translation>
    </message>
    <message>
        <source>only show it</source>
        <translation>nur zeigen</translation>
    </message>
    <message>
        <source>end it, as a failure: the rule above says whether it is started again</source>
        <translation>beenden, als Fehler: Ob er neu gestartet wird, sagt die Regel darüber</translation>
    </message>
    <message>
        <source>stop it</source>
        <translation>stoppen</translation>
    </message>
    <message>
        <source>and then</source>
        <translation>und dann</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::HealthView</name>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>What the health command wrote</source>
        <translation>Was der Gesundheitsbefehl geschrieben hat</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>Letzte Antwort</translation>
    </message>
    <message>
        <source>It wrote</source>
        <translation>Er schrieb</translation>
    </message>
    <message>
        <source>%1, failures in a row: %2</source>
        <translation>%1, Fehler in Folge: %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::HelperPage</name>
    <message>
        <source>Asking for the helper…</source>
        <translation>Frage nach dem Helfer …</translation>
    </message>
    <message>
        <source>It is started when somebody needs it.</source>
        <translation>Er wird gestartet, wenn ihn jemand braucht.</translation>
    </message>
    <message>
        <source>There is no session bus</source>
        <translation>Es gibt keinen Sitzungsbus</translation>
    </message>
    <message>
        <source>Without root the window and the helper speak over the D-Bus of your login session, and there is none here. This command starts Vitrine with one:</source>
        <translation>Ohne Root sprechen Fenster und Helfer über den D-Bus Ihrer Sitzung, und hier gibt es keinen. Dieser Befehl startet Vitrine mit einem:</translation>
    </message>
    <message>
        <source>There is no message bus</source>
        <translation>Es gibt keinen Nachrichtenbus</translation>
    </message>
    <message>
        <source>The window and the helper speak over the system&apos;s D-Bus, and no bus answers here. This command starts one, and installs and starts the helper:</source>
        <translation>Fenster und Helfer sprechen über den D-Bus des Systems, und hier antwortet keiner. Dieser Befehl startet einen und installiert und startet den Helfer:</translation>
    </message>
    <message>
        <source>The rootless helper is not running</source>
        <translation>Der Helfer ohne Root läuft nicht</translation>
    </message>
    <message>
        <source>The helper is not installed</source>
        <translation>Der Helfer ist nicht installiert</translation>
    </message>
    <message>
        <source>Making containers needs root. The window has no such rights: it asks a small program, vitrine-helper, which is not on this computer yet. This command, in the folder of Vitrine&apos;s source, installs it:</source>
        <translation>Container anzulegen braucht Root. Das Fenster hat diese Rechte nicht: es fragt ein kleines Programm, vitrine-helper, das noch nicht auf diesem Rechner ist. Dieser Befehl, im Ordner mit dem Quelltext von Vitrine, installiert es:</translation>
    </message>
    <message>
        <source>The helper does not start</source>
        <translation>Der Helfer startet nicht</translation>
    </message>
    <message>
        <source>It is installed, but the message bus could not start it. This command installs it anew and says what fails; “Details” has what the bus said:</source>
        <translation>Er ist installiert, aber der Nachrichtenbus konnte ihn nicht starten. Dieser Befehl installiert ihn neu und sagt, was fehlt; unter „Einzelheiten“ steht, was der Bus gesagt hat:</translation>
    </message>
    <message>
        <source>The message bus does not let you talk to the helper</source>
        <translation>Der Nachrichtenbus lässt Sie nicht mit dem Helfer sprechen</translation>
    </message>
    <message>
        <source>The rule that allows it, org.vitrine.Manager1.conf, is missing or was changed. This command puts it back:</source>
        <translation>Die Regel, die es erlaubt, org.vitrine.Manager1.conf, fehlt oder wurde geändert. Dieser Befehl stellt sie wieder her:</translation>
    </message>
    <message>
        <source>Without root: the containers run as you, in a user namespace. What cannot be done then is shown with the reason.</source>
        <translation>Ohne Root: die Container laufen als Sie, in einem Benutzer-Namensraum. Was dann nicht geht, wird mit dem Grund gezeigt.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Command that mends it</source>
        <translation>Befehl, der es behebt</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copies the command</source>
        <translation>Kopiert den Befehl</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Asks for the helper again</source>
        <translation>Fragt noch einmal nach dem Helfer</translation>
    </message>
    <message>
        <source>Starts vitrine-helper as you, on your session&apos;s message bus</source>
        <translation>Startet vitrine-helper als Sie, auf dem Nachrichtenbus Ihrer Sitzung</translation>
    </message>
    <message>
        <source>&amp;Start it</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>Use &amp;rootless mode</source>
        <translation>Ohne &amp;Root arbeiten</translation>
    </message>
    <message>
        <source>Chec&amp;k this computer…</source>
        <translation>Diesen Rechner &amp;prüfen …</translation>
    </message>
    <message>
        <source>Says what else keeps containers from running here</source>
        <translation>Sagt, was Container hier noch am Laufen hindert</translation>
    </message>
    <message>
        <source>The rootless helper was not found</source>
        <translation>Der Helfer ohne Root wurde nicht gefunden</translation>
    </message>
    <message>
        <source>vitrine-helper is neither beside this program nor in PATH. This command, in the folder of Vitrine&apos;s source, installs it:</source>
        <translation>vitrine-helper liegt weder neben diesem Programm noch im PATH. Dieser Befehl, im Ordner mit Vitrines Quelltext, installiert ihn:</translation>
    </message>
    <message>
        <source>It runs as you, without root, and was not started yet or has ended. This command starts it and says what fails:</source>
        <translation>Er läuft als Sie, ohne Root, und wurde noch nicht gestartet oder ist zu Ende. Dieser Befehl startet ihn und sagt, was nicht geht:</translation>
    </message>
    <message>
        <source>Use the &amp;system&apos;s helper</source>
        <translation>Helfer des &amp;Systems benutzen</translation>
    </message>
    <message>
        <source>Goes back to the helper that runs as root</source>
        <translation>Kehrt zum Helfer zurück, der als Root läuft</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::IsolationForm</name>
    <message>
        <source>Root by pivot_root</source>
        <translation>Wurzel durch pivot_root</translation>
    </message>
    <message>
        <source>The computer&apos;s own files are taken out of its view.</source>
        <translation>Die Dateien des Rechners verschwinden aus seiner Sicht.</translation>
    </message>
    <message>
        <source>Only chroot: root inside can get out again. For lessons.</source>
        <translation>Nur chroot: Root kann von innen wieder hinaus. Für den Unterricht.</translation>
    </message>
    <message>
        <source>Without root it cannot be switched off.</source>
        <translation>Ohne Root lässt es sich nicht abschalten.</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Time &amp;up moved by</source>
        <translation>&amp;Laufzeit versetzt um</translation>
    </message>
    <message>
        <source>How much longer the computer seems to be on inside: 86400 s is one day. It cannot be moved back beyond zero.</source>
        <translation>Um wie viel länger der Rechner von innen gesehen läuft: 86400 s sind ein Tag. Unter null kann sie nicht gestellt werden.</translation>
    </message>
    <message>
        <source>&amp;Timers moved by</source>
        <translation>&amp;Zeitgeber versetzt um</translation>
    </message>
    <message>
        <source>The same for the clock that timers and programs measure with.</source>
        <translation>Dasselbe für die Uhr, mit der Zeitgeber und Programme messen.</translation>
    </message>
    <message>
        <source>All 65,536 ids</source>
        <translation>Alle 65.536 Kennungen</translation>
    </message>
    <message>
        <source>Only root&apos;s (map-root-user)</source>
        <translation>Nur die von Root (map-root-user)</translation>
    </message>
    <message>
        <source>These ids:</source>
        <translation>Diese Kennungen:</translation>
    </message>
    <message>
        <source>Which users and groups there are inside. Files of others belong to “nobody” there.</source>
        <translation>Welche Benutzer und Gruppen es im Container gibt. Dateien anderer gehören dort „nobody“.</translation>
    </message>
    <message>
        <source>Ids inside</source>
        <translation>Kennungen im Container</translation>
    </message>
    <message>
        <source>Lines of the map, each the first id inside and how many: “0:1, 1000:10” is root and 1000 to 1009. Root, 0, is needed.</source>
        <translation>Zeilen der Abbildung, jede mit der ersten Kennung im Container und der Anzahl: „0:1, 1000:10“ sind Root und 1000 bis 1009. Root, 0, muss dabei sein.</translation>
    </message>
    <message>
        <source>&amp;Users inside</source>
        <translation>&amp;Benutzer im Container</translation>
    </message>
    <message>
        <source>the ids inside must be written as “first:how many”, with commas between, such as “0:1, 1000:10”; they are numbers up to 65535</source>
        <translation>die Kennungen im Container werden als „erste:Anzahl“ geschrieben, mit Kommas dazwischen, etwa „0:1, 1000:10“; es sind Zahlen bis 65535</translation>
    </message>
    <message>
        <source>choose what is shared with the other container, or “No other container”</source>
        <translation>wählen Sie, was mit dem anderen Container geteilt wird, oder „Kein anderer Container“</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::JobBar</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Ends this; what was done is undone</source>
        <translation>Beendet das; was getan wurde, wird zurückgenommen</translation>
    </message>
    <message>
        <source>a container</source>
        <translation>ein Container</translation>
    </message>
    <message>
        <source>Creating %1</source>
        <translation>Lege %1 an</translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation>Starte %1</translation>
    </message>
    <message>
        <source>Stopping %1</source>
        <translation>Beende %1</translation>
    </message>
    <message>
        <source>Deleting %1</source>
        <translation>Lösche %1</translation>
    </message>
    <message>
        <source> · %1:%2 left</source>
        <translation> · noch %1:%2</translation>
    </message>
    <message>
        <source> · and %1 more</source>
        <translation> · und %1 weitere</translation>
    </message>
    <message>
        <source>Copying the files of %1</source>
        <translation>Die Dateien von %1 werden kopiert</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::JoinChoice</name>
    <message>
        <source>No other container</source>
        <translation>Kein anderer Container</translation>
    </message>
    <message>
        <source>Share &amp;with</source>
        <translation>Teilen &amp;mit</translation>
    </message>
    <message>
        <source>a container that cannot be joined (any more)</source>
        <translation>ein Container, dem man nicht (mehr) beitreten kann</translation>
    </message>
    <message>
        <source>Share %1</source>
        <translation>%1 teilen</translation>
    </message>
    <message>
        <source>%1 has none of its own</source>
        <translation>%1 hat keinen eigenen</translation>
    </message>
    <message>
        <source>%1 must be running when this container is started. Their users are one: root of either is root of both.</source>
        <translation>%1 muss laufen, wenn dieser Container gestartet wird. Die Benutzer sind dieselben: Root des einen ist Root von beiden.</translation>
    </message>
    <message>
        <source>Containers that belong together can share a network, processes, shared memory or their name, as in a pod.</source>
        <translation>Container, die zusammengehören, können Netz, Prozesse, gemeinsamen Speicher oder den Namen teilen, wie in einem Pod.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::KernelFiles</name>
    <message>
        <source>Add &amp;it</source>
        <translation>H&amp;inzufügen</translation>
    </message>
    <message>
        <source>Kernel files that are hidden or read-only</source>
        <translation>Dateien des Kernels, die verborgen oder schreibgeschützt sind</translation>
    </message>
    <message>
        <source>File or directory</source>
        <translation>Datei oder Ordner</translation>
    </message>
    <message>
        <source>Inside it is</source>
        <translation>Drinnen ist sie</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Kernel file to protect</source>
        <translation>Datei des Kernels, die geschützt werden soll</translation>
    </message>
    <message>
        <source>How it is protected</source>
        <translation>Wie sie geschützt wird</translation>
    </message>
    <message>
        <source>Hidden: nothing of it is seen inside. Read-only: nobody inside changes it.</source>
        <translation>Verborgen: Darin ist nichts davon zu sehen. Schreibgeschützt: Niemand darin ändert sie.</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>schreibgeschützt</translation>
    </message>
    <message>
        <source>it must not be “/”, which is all files</source>
        <translation>es darf nicht „/“ sein, das sind alle Dateien</translation>
    </message>
    <message>
        <source>⚠ usually protected</source>
        <translation>⚠ sonst geschützt</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>as on this computer</source>
        <translation>wie auf diesem Rechner</translation>
    </message>
    <message>
        <source>Files of the kernel that tell about this computer, or change it.</source>
        <translation>Dateien des Kernels, die über diesen Rechner Auskunft geben oder ihn verändern.</translation>
    </message>
    <message numerus="yes">
        <source>⚠ Open to it, though usually hidden or read-only: %n of them.</source>
        <translation>
            <numerusform>⚠ Ihm offen, obwohl sonst verborgen oder schreibgeschützt: %n davon.</numerusform>
            <numerusform>⚠ Ihm offen, obwohl sonst verborgen oder schreibgeschützt: %n davon.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LabelEdits</name>
    <message>
        <source>AppArmor profile:</source>
        <translation>AppArmor-Profil:</translation>
    </message>
    <message>
        <source>SELinux label:</source>
        <translation>SELinux-Label:</translation>
    </message>
    <message>
        <source>SELinux label of its files:</source>
        <translation>SELinux-Label seiner Dateien:</translation>
    </message>
    <message>
        <source>none of its own</source>
        <translation>kein eigenes</translation>
    </message>
    <message>
        <source>as the policy has it</source>
        <translation>wie die Richtlinie es vorsieht</translation>
    </message>
    <message>
        <source>⚠ Not available: %1 It cannot start here with a name in this line.</source>
        <translation>⚠ Nicht verfügbar: %1 Mit einem Namen in dieser Zeile kann er hier nicht starten.</translation>
    </message>
    <message>
        <source>Not available: %1</source>
        <translation>Nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>⚠ AppArmor does not confine it.</source>
        <translation>⚠ AppArmor schränkt ihn nicht ein.</translation>
    </message>
    <message>
        <source>It is under the same profile as Vitrine itself, which usually is none.</source>
        <translation>Für ihn gilt dasselbe Profil wie für Vitrine selbst, gewöhnlich also keines.</translation>
    </message>
    <message>
        <source>Its programs may do what this profile allows. It must be loaded: aa-status lists those that are.</source>
        <translation>Seine Programme dürfen, was dieses Profil erlaubt. Es muss geladen sein: aa-status nennt die geladenen.</translation>
    </message>
    <message>
        <source>The policy of this computer chooses it.</source>
        <translation>Die Richtlinie dieses Rechners wählt es.</translation>
    </message>
    <message>
        <source>⚠ This label may allow more than the one that the policy would choose.</source>
        <translation>⚠ Dieses Label erlaubt vielleicht mehr als das, das die Richtlinie wählen würde.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LifeForm</name>
    <message>
        <source>started again if it failed</source>
        <translation>bei einem Fehler neu gestartet</translation>
    </message>
    <message>
        <source>started again if it failed, in a row at most: %1</source>
        <translation>bei einem Fehler neu gestartet, höchstens in Folge: %1</translation>
    </message>
    <message>
        <source>always started again</source>
        <translation>immer neu gestartet</translation>
    </message>
    <message>
        <source>stays stopped</source>
        <translation>er bleibt beendet</translation>
    </message>
    <message>
        <source>When it is stopped</source>
        <translation>Wenn er beendet wird</translation>
    </message>
    <message>
        <source>Stop signal</source>
        <translation>Signal zum Beenden</translation>
    </message>
    <message>
        <source>the usual one (SIGTERM)</source>
        <translation>das übliche (SIGTERM)</translation>
    </message>
    <message>
        <source>SIGRTMIN+3 (for systemd inside)</source>
        <translation>SIGRTMIN+3 (für systemd darin)</translation>
    </message>
    <message>
        <source>Time to end</source>
        <translation>Zeit zum Enden</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Its first process gets</source>
        <translation>Sein erster Prozess erhält</translation>
    </message>
    <message>
        <source>and is killed after</source>
        <translation>und wird abgebrochen nach</translation>
    </message>
    <message>
        <source>Also when this computer is shut down.</source>
        <translation>Auch wenn dieser Rechner herunterfährt.</translation>
    </message>
    <message>
        <source>When it ends by itself</source>
        <translation>Wenn er von selbst endet</translation>
    </message>
    <message>
        <source>It stays stopped</source>
        <translation>Er bleibt beendet</translation>
    </message>
    <message>
        <source>Start it again if it failed</source>
        <translation>Bei einem Fehler neu starten</translation>
    </message>
    <message>
        <source>Restarts in a row</source>
        <translation>Neustarts in Folge</translation>
    </message>
    <message>
        <source>without end</source>
        <translation>ohne Ende</translation>
    </message>
    <message>
        <source>in a row at most</source>
        <translation>in Folge höchstens</translation>
    </message>
    <message>
        <source>Always start it again</source>
        <translation>Immer neu starten</translation>
    </message>
    <message>
        <source>After 100 ms, then each time after twice as long, up to a minute; when it has run for ten seconds, that begins anew. It failed if its exit code is not 0, or a signal ended it. What somebody stops stays stopped.</source>
        <translation>Nach 100 ms, dann jedes Mal nach doppelt so langer Zeit, bis zu einer Minute; läuft er zehn Sekunden, beginnt das von vorn. Ein Fehler ist ein anderer Exit-Code als 0 oder ein Ende durch ein Signal. Was jemand beendet, bleibt beendet.</translation>
    </message>
    <message>
        <source>Put a small init program first</source>
        <translation>Ein kleines Init-Programm davor</translation>
    </message>
    <message>
        <source>Its first process</source>
        <translation>Sein erster Prozess</translation>
    </message>
    <message>
        <source>The first process has duties: it waits for every orphan, or they stay as zombies, and signals that it does not handle do nothing to it. Servers and scripts are rarely made for that. The init program does it for them: the command is its child, gets the signals, and ends the container when it ends.</source>
        <translation>Der erste Prozess hat Pflichten: Er wartet auf jedes Waisenkind, sonst bleiben sie als Zombies, und Signale, die er nicht behandelt, bewirken bei ihm nichts. Server und Skripte sind dafür selten gemacht. Das Init-Programm übernimmt das: Der Befehl ist sein Kind, bekommt die Signale und beendet den Container, wenn er endet.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitEditor</name>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>%1, slider</source>
        <translation>%1, Schieberegler</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitRow</name>
    <message>
        <source>Copy the path of the kernel&apos;s file</source>
        <translation>Den Pfad der Datei des Kernels kopieren</translation>
    </message>
    <message>
        <source>%1: copy the path of the kernel&apos;s file</source>
        <translation>%1: den Pfad der Datei des Kernels kopieren</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Not available: %1</source>
        <translation>Nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>Asked: &lt;b&gt;%1&lt;/b&gt;</source>
        <translation>Gewünscht: &lt;b&gt;%1&lt;/b&gt;</translation>
    </message>
    <message>
        <source>being set …</source>
        <translation>wird gesetzt …</translation>
    </message>
    <message>
        <source>the kernel&apos;s file exists while the container runs</source>
        <translation>die Datei des Kernels gibt es, solange der Container läuft</translation>
    </message>
    <message>
        <source>&lt;tt&gt;%1&lt;/tt&gt; says &lt;tt&gt;&lt;b&gt;%2&lt;/b&gt;&lt;/tt&gt;</source>
        <translation>&lt;tt&gt;%1&lt;/tt&gt; sagt &lt;tt&gt;&lt;b&gt;%2&lt;/b&gt;&lt;/tt&gt;</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsForm</name>
    <message>
        <source>Not available: %1</source>
        <translation>Nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>%1: allowed are %2</source>
        <translation>%1: erlaubt sind %2</translation>
    </message>
    <message>
        <source>Small: 256 MiB, half a CPU, 128 processes</source>
        <translation>Klein: 256 MiB, eine halbe CPU, 128 Prozesse</translation>
    </message>
    <message>
        <source>Medium: 1 GiB, one CPU, 1024 processes</source>
        <translation>Mittel: 1 GiB, eine CPU, 1024 Prozesse</translation>
    </message>
    <message>
        <source>The whole machine: no limit but 4096 processes</source>
        <translation>Die ganze Maschine: keine Grenze außer 4096 Prozessen</translation>
    </message>
    <message>
        <source>&amp;Fill in</source>
        <translation>Aus&amp;füllen</translation>
    </message>
    <message>
        <source>Fill in the limits</source>
        <translation>Die Grenzen ausfüllen</translation>
    </message>
    <message>
        <source>As set below</source>
        <translation>Wie unten eingestellt</translation>
    </message>
    <message>
        <source>What was set before: %1.</source>
        <translation>Was vorher eingestellt war: %1.</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Sets these limits as they were before</source>
        <translation>Stellt diese Grenzen ein, wie sie vorher waren</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LimitsPage</name>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>How much CPU, memory and processes the container may use; changes count at once.</source>
        <translation>Wie viel CPU, Speicher und Prozesse der Container haben darf; Änderungen gelten sofort.</translation>
    </message>
    <message>
        <source>Changes are set in the running container at once.</source>
        <translation>Änderungen werden im laufenden Container sofort gesetzt.</translation>
    </message>
    <message>
        <source>The container is not running: changes count from its next start.</source>
        <translation>Der Container läuft nicht: Änderungen gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Allowed: %1</source>
        <translation>Erlaubt: %1</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>set the limits</source>
        <translation>die Grenzen setzen</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::LogPage</name>
    <message>
        <source>&amp;Follow</source>
        <translation>&amp;Folgen</translation>
    </message>
    <message>
        <source>No output yet. What the container&apos;s programs print appears here.</source>
        <translation>Noch keine Ausgabe. Was die Programme des Containers ausgeben, erscheint hier.</translation>
    </message>
    <message>
        <source>Output of the container</source>
        <translation>Ausgabe des Containers</translation>
    </message>
    <message>
        <source>Keep asking for new output and stay at its end</source>
        <translation>Immer nach neuer Ausgabe fragen und an ihrem Ende bleiben</translation>
    </message>
    <message>
        <source>Find (Ctrl+F); Enter: next, Shift+Enter: previous</source>
        <translation>Suchen (Strg+F); Eingabe: weiter, Umschalt+Eingabe: zurück</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>Im Protokoll suchen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy what is selected, or everything that is shown</source>
        <translation>Kopiert, was ausgewählt ist, oder alles, was zu sehen ist</translation>
    </message>
    <message>
        <source>&amp;Save …</source>
        <translation>&amp;Speichern …</translation>
    </message>
    <message>
        <source>Save the whole log, as it was written, to a file</source>
        <translation>Speichert das ganze Protokoll, wie es geschrieben wurde, in einer Datei</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>What the container&apos;s programs have printed, in this run and before.</source>
        <translation>Was die Programme des Containers ausgegeben haben, in diesem Lauf und davor.</translation>
    </message>
    <message>
        <source>“%1” is not in what is shown.</source>
        <translation>„%1“ kommt in dem, was zu sehen ist, nicht vor.</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Protokoll speichern</translation>
    </message>
    <message>
        <source>⚠ %1 cannot be written: %2</source>
        <translation>⚠ %1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>Speichere …</translation>
    </message>
    <message>
        <source>⚠ Not saved: %1</source>
        <translation>⚠ Nicht gespeichert: %1</translation>
    </message>
    <message>
        <source>Saved to %1.</source>
        <translation>Gespeichert in %1.</translation>
    </message>
    <message>
        <source>⚠ %1 could not be written: %2</source>
        <translation>⚠ %1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>The first %1 are not shown; Save writes all that is kept.</source>
        <translation>Die ersten %1 sind nicht zu sehen; „Speichern“ schreibt alles, was aufgehoben ist.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MainWindow</name>
    <message>
        <source>Vitrine</source>
        <translation>Vitrine</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Filter containers</source>
        <translation>Container filtern</translation>
    </message>
    <message>
        <source>Shows only containers with these words (%1)</source>
        <translation>Zeigt nur Container mit diesen Wörtern (%1)</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>Menü (F10)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Ask the &amp;helper again</source>
        <translation>Den &amp;Helfer noch einmal fragen</translation>
    </message>
    <message>
        <source>&amp;About Vitrine</source>
        <translation>Ü&amp;ber Vitrine</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Vitrine schließen</translation>
    </message>
    <message>
        <source>Select a container to see what it is made of,
or make a new one.</source>
        <translation>Wählen Sie einen Container aus, um zu sehen, woraus er besteht,
oder legen Sie einen neuen an.</translation>
    </message>
    <message>
        <source>%1 – Vitrine</source>
        <translation>%1 – Vitrine</translation>
    </message>
    <message>
        <source>The helper is starting again</source>
        <translation>Der Helfer startet wieder</translation>
    </message>
    <message>
        <source>There is no helper</source>
        <translation>Es gibt keinen Helfer</translation>
    </message>
    <message>
        <source>rootless helper</source>
        <translation>Helfer ohne Root</translation>
    </message>
    <message>
        <source>helper</source>
        <translation>Helfer</translation>
    </message>
    <message>
        <source>%1: connected · cgroup %2</source>
        <translation>%1: verbunden · cgroup %2</translation>
    </message>
    <message>
        <source>⚠ %1: gone, starting it again…</source>
        <translation>⚠ %1: fort, wird wieder gestartet …</translation>
    </message>
    <message>
        <source>no helper</source>
        <translation>kein Helfer</translation>
    </message>
    <message>
        <source>Everything is available on this computer</source>
        <translation>Auf diesem Rechner ist alles verfügbar</translation>
    </message>
    <message>
        <source>Not available here:
%1</source>
        <translation>Hier nicht verfügbar:
%1</translation>
    </message>
    <message>
        <source>polkit is not installed, so nobody can be asked whether you may change containers</source>
        <translation>polkit ist nicht installiert, darum kann niemand gefragt werden, ob Sie Container ändern dürfen</translation>
    </message>
    <message>
        <source>Install it with: sudo apt install polkitd</source>
        <translation>Installieren Sie es mit: sudo apt install polkitd</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Delete the container %1?</source>
        <translation>Den Container %1 löschen?</translation>
    </message>
    <message>
        <source>Its settings and its log are deleted for good. Its root folder %1 stays.</source>
        <translation>Seine Einstellungen und sein Protokoll werden endgültig gelöscht. Sein Ordner %1 bleibt.</translation>
    </message>
    <message>
        <source>Its files, settings and log are deleted for good.</source>
        <translation>Seine Dateien, Einstellungen und sein Protokoll werden endgültig gelöscht.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 umbenennen</translation>
    </message>
    <message>
        <source>New name (letters, digits, “.”, “_” and “-”, at most 63):</source>
        <translation>Neuer Name (Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 63):</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>About Vitrine</source>
        <translation>Über Vitrine</translation>
    </message>
    <message>
        <source>Vitrine %1</source>
        <translation>Vitrine %1</translation>
    </message>
    <message>
        <source>A container that you make appears here,
with all that it is made of.</source>
        <translation>Ein Container, den Sie anlegen, erscheint hier
mit allem, woraus er besteht.</translation>
    </message>
    <message>
        <source>%1: connected · no control groups</source>
        <translation>%1: verbunden · ohne Kontrollgruppen</translation>
    </message>
    <message>
        <source>There is no helper.</source>
        <translation>Es gibt keinen Helfer.</translation>
    </message>
    <message>
        <source>Helper %1, kernel %2, cgroup %3.</source>
        <translation>Helfer %1, Kernel %2, cgroup %3.</translation>
    </message>
    <message>
        <source>Make, run, watch and understand Linux containers.

%1
GNU General Public License, version 3 or later.</source>
        <translation>Linux-Container anlegen, starten, beobachten und verstehen.

%1
GNU General Public License, Version 3 oder neuer.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Clone %1</source>
        <translation>%1 klonen</translation>
    </message>
    <message>
        <source>Both will have the same folder as their root: %1
Name of the clone:</source>
        <translation>Beide haben dann denselben Ordner als Wurzel: %1
Name des Klons:</translation>
    </message>
    <message>
        <source>The clone gets a copy of all files.
Its name:</source>
        <translation>Der Klon erhält eine Kopie aller Dateien.
Sein Name:</translation>
    </message>
    <message>
        <source>Clone</source>
        <translation>Klonen</translation>
    </message>
    <message>
        <source>Save %1 as a template</source>
        <translation>%1 als Vorlage speichern</translation>
    </message>
    <message>
        <source>Its settings are kept, without its name, its users' ids and its files.
Name of the template:</source>
        <translation>Behalten werden die Einstellungen, ohne den Namen, die Kennungen der Benutzer und die Dateien.
Name der Vorlage:</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>save the template %1</source>
        <translation>Die Vorlage %1 speichern</translation>
    </message>
    <message>
        <source>Saved as the template %1</source>
        <translation>Als Vorlage %1 gespeichert</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::MomentModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Throttled</source>
        <translation>Gedrosselt</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Auslagerung</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>OOM kills</source>
        <translation>OOM-Abbrüche</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::NamespaceChips</name>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>⚠ %1: host</source>
        <translation>⚠ %1: Rechner</translation>
    </message>
    <message>
        <source>%1: shared with the host</source>
        <translation>%1: mit dem Rechner geteilt</translation>
    </message>
    <message>
        <source>%1: its own, once it runs</source>
        <translation>%1: eigener, sobald er läuft</translation>
    </message>
    <message>
        <source>%1: its own (%2)</source>
        <translation>%1: eigener (%2)</translation>
    </message>
    <message>
        <source>%1: shared with another container, once it runs</source>
        <translation>%1: gemeinsam mit einem anderen Container, sobald er läuft</translation>
    </message>
    <message>
        <source>%1: shared with another container (%2)</source>
        <translation>%1: gemeinsam mit einem anderen Container (%2)</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::NewContainerDialog</name>
    <message>
        <source>With a &amp;terminal</source>
        <translation>Mit &amp;Terminal</translation>
    </message>
    <message>
        <source>New container</source>
        <translation>Neuer Container</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Was</translation>
    </message>
    <message>
        <source>&amp;Isolation</source>
        <translation>&amp;Abschottung</translation>
    </message>
    <message>
        <source>&amp;Limits</source>
        <translation>&amp;Grenzen</translation>
    </message>
    <message>
        <source>What a start will do</source>
        <translation>Was ein Start tun wird</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Program and arguments; arguments with blanks in double quotes. No shell reads this.</source>
        <translation>Programm und Argumente; solche mit Leerzeichen in doppelten Anführungszeichen. Keine Shell liest das.</translation>
    </message>
    <message>
        <source>For programs that people talk to, such as a shell</source>
        <translation>Für Programme, mit denen man spricht, etwa eine Shell</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Command</source>
        <translation>&amp;Befehl</translation>
    </message>
    <message>
        <source>Its files</source>
        <translation>Seine Dateien</translation>
    </message>
    <message>
        <source>there is already a container of this name</source>
        <translation>es gibt schon einen Container dieses Namens</translation>
    </message>
    <message>
        <source>a program to run is needed, such as /bin/bash</source>
        <translation>es braucht ein Programm, etwa /bin/bash</translation>
    </message>
    <message>
        <source>Create %1</source>
        <translation>%1 anlegen</translation>
    </message>
    <message>
        <source>Makes the container; start it afterwards</source>
        <translation>Legt den Container an; gestartet wird er danach</translation>
    </message>
    <message>
        <source>Not yet: %1</source>
        <translation>Noch nicht: %1</translation>
    </message>
    <message>
        <source>The plan appears when everything above is right.</source>
        <translation>Der Plan erscheint, wenn oben alles stimmt.</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>Abschottung</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Start when the machin&amp;e starts</source>
        <translation>Mit dem R&amp;echner starten</translation>
    </message>
    <message>
        <source>Before anybody has logged in, and without a question about it then</source>
        <translation>Bevor sich jemand angemeldet hat, und ohne dass dann gefragt wird</translation>
    </message>
    <message>
        <source>Not available: %1</source>
        <translation>Nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>1 to 63 letters (A to Z, a to z), digits, “_”, “.” or “-” are needed, with a letter or a digit first</source>
        <translation>nötig sind 1 bis 63 Buchstaben (A bis Z, a bis z), Ziffern, „_“, „.“ oder „-“, mit einem Buchstaben oder einer Ziffer am Anfang</translation>
    </message>
    <message>
        <source>name: </source>
        <translation>Name: </translation>
    </message>
    <message>
        <source>command: </source>
        <translation>Befehl: </translation>
    </message>
    <message>
        <source>Settings of the container</source>
        <translation>Einstellungen des Containers</translation>
    </message>
    <message>
        <source>Privileges</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>Pri&amp;vileges</source>
        <translation>&amp;Rechte</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Another action gives it another name: Rename</source>
        <translation>Einen anderen Namen gibt ihm eine andere Aktion: Umbenennen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>It takes effect with the next start</source>
        <translation>Es gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Life</source>
        <translation>Leben</translation>
    </message>
    <message>
        <source>Li&amp;fe</source>
        <translation>&amp;Leben</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Verzeichnisse</translation>
    </message>
    <message>
        <source>Vol&amp;umes</source>
        <translation>Ver&amp;zeichnisse</translation>
    </message>
    <message>
        <source>&amp;Group</source>
        <translation>Gr&amp;uppe</translation>
    </message>
    <message>
        <source>New container from the template %1</source>
        <translation>Neuer Container aus der Vorlage %1</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::NumbersEditor</name>
    <message>
        <source>All of them</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>%1: all of them</source>
        <translation>%1: alle</translation>
    </message>
    <message>
        <source>Numbers and ranges, such as 0-1,3</source>
        <translation>Nummern und Bereiche, etwa 0-1,3</translation>
    </message>
    <message>
        <source>Out of %1, such as 0-1,3</source>
        <translation>Aus %1, etwa 0-1,3</translation>
    </message>
    <message>
        <source>Allowed: %1</source>
        <translation>Erlaubt: %1</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::OverviewPage</name>
    <message>
        <source>⚠ killed: it reached its memory limit</source>
        <translation>⚠ abgebrochen: seine Speichergrenze war erreicht</translation>
    </message>
    <message>
        <source>ended by signal %1</source>
        <translation>durch Signal %1 beendet</translation>
    </message>
    <message>
        <source>ended well (exit code 0)</source>
        <translation>gut beendet (Rückgabewert 0)</translation>
    </message>
    <message>
        <source>ended with exit code %1</source>
        <translation>mit Rückgabewert %1 beendet</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>Wurzel</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Last start</source>
        <translation>Letzter Start</translation>
    </message>
    <message>
        <source>Last end</source>
        <translation>Letztes Ende</translation>
    </message>
    <message>
        <source>Last result</source>
        <translation>Letztes Ergebnis</translation>
    </message>
    <message>
        <source>Control group</source>
        <translation>Kontrollgruppe</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>Abschottung</translation>
    </message>
    <message>
        <source>Inode number of the namespace: processes with the same number share it</source>
        <translation>Inode-Nummer des Namensraums: Prozesse mit derselben Nummer teilen ihn</translation>
    </message>
    <message>
        <source>⚠ a folder of this computer: %1</source>
        <translation>⚠ ein Ordner dieses Rechners: %1</translation>
    </message>
    <message>
        <source>its own: %1</source>
        <translation>eigene: %1</translation>
    </message>
    <message>
        <source>it is running</source>
        <translation>er läuft</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>⚠ Shared with the host: %1</source>
        <translation>⚠ Mit dem Rechner geteilt: %1</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>What the container is made of</source>
        <translation>Woraus der Container besteht</translation>
    </message>
    <message>
        <source>Start when the machine starts</source>
        <translation>Mit dem Rechner starten</translation>
    </message>
    <message>
        <source>Not available: %1</source>
        <translation>Nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>⚠ Nobody is asked about it then, although it isolates less than the default.</source>
        <translation>⚠ Dann wird niemand gefragt, obwohl der Container weniger abgeschottet ist als üblich.</translation>
    </message>
    <message>
        <source>Before anybody has logged in, and without a question about it then.</source>
        <translation>Bevor sich jemand angemeldet hat, und ohne dass dann gefragt wird.</translation>
    </message>
    <message>
        <source>When stopped</source>
        <translation>Beim Beenden</translation>
    </message>
    <message>
        <source>When it ends</source>
        <translation>Wenn er endet</translation>
    </message>
    <message>
        <source>%1, and is killed after %2 s</source>
        <translation>%1, und nach %2 s wird er abgebrochen</translation>
    </message>
    <message>
        <source>a container that is gone</source>
        <translation>einem Container, den es nicht mehr gibt</translation>
    </message>
    <message>
        <source>%1 Shared by: %2.</source>
        <translation>%1 Geteilt von: %2.</translation>
    </message>
    <message>
        <source>it has the mounts of this computer itself.</source>
        <translation>er hat die Einhängungen dieses Rechners selbst.</translation>
    </message>
    <message>
        <source>without root&apos;s rights only a stopped container can be given a volume.</source>
        <translation>ohne die Rechte von root kann nur ein angehaltener Container ein Verzeichnis bekommen.</translation>
    </message>
    <message>
        <source>it must be running or stopped.</source>
        <translation>er muss laufen oder angehalten sein.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>in none</source>
        <translation>in keiner</translation>
    </message>
    <message>
        <source>one that is not there (any more)</source>
        <translation>eine, die es nicht (mehr) gibt</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::PasswordDialog</name>
    <message>
        <source>Password:</source>
        <translation>Passwort:</translation>
    </message>
    <message>
        <source>A password is needed</source>
        <translation>Ein Passwort wird gebraucht</translation>
    </message>
    <message>
        <source>Whose password</source>
        <translation>Wessen Passwort</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Whose:</source>
        <translation>Wessen:</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Do not allow</source>
        <translation>Nicht erlauben</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Augenblick …</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::PeriodEditor</name>
    <message>
        <source>Period of the CPU time</source>
        <translation>Periode der CPU-Zeit</translation>
    </message>
    <message>
        <source>The period that CPU time is counted in</source>
        <translation>Die Periode, in der CPU-Zeit gezählt wird</translation>
    </message>
    <message>
        <source>Period of the CPU limit</source>
        <translation>Periode der CPU-Grenze</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>The time is counted in periods of this length: a shorter one makes it wait shorter and more often.</source>
        <translation>Die Zeit wird in Perioden dieser Länge gezählt: bei einer kürzeren wartet er kürzer und öfter.</translation>
    </message>
    <message>
        <source>Without a limit there is no period.</source>
        <translation>Ohne Grenze gibt es keine Periode.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::PlotView</name>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::PrivilegesForm</name>
    <message>
        <source>Capabilities: the parts of root&apos;s power</source>
        <translation>Capabilities: die Teile der Macht von Root</translation>
    </message>
    <message>
        <source>System call filter</source>
        <translation>Filter für Systemaufrufe</translation>
    </message>
    <message>
        <source>Limits of single processes</source>
        <translation>Grenzen einzelner Prozesse</translation>
    </message>
    <message>
        <source>Protection</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>No new privileges</source>
        <translation>Keine neuen Rechte</translation>
    </message>
    <message>
        <source>Programs such as sudo cannot give more rights.</source>
        <translation>Programme wie sudo können keine Rechte hinzugeben.</translation>
    </message>
    <message>
        <source>Programs such as sudo can give more rights.</source>
        <translation>Programme wie sudo können Rechte hinzugeben.</translation>
    </message>
    <message>
        <source>Kernel files protected</source>
        <translation>Kernel-Dateien geschützt</translation>
    </message>
    <message>
        <source>It sees kernel files of this computer, and root inside may change some.</source>
        <translation>Es sieht Kernel-Dateien dieses Rechners, und Root im Container kann manche ändern.</translation>
    </message>
    <message>
        <source>Root can be written</source>
        <translation>Wurzel beschreibbar</translation>
    </message>
    <message>
        <source>Files in its root can change.</source>
        <translation>Dateien in seiner Wurzel können sich ändern.</translation>
    </message>
    <message>
        <source>Its root is read-only.</source>
        <translation>Seine Wurzel ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Security modules</source>
        <translation>Sicherheitsmodule</translation>
    </message>
    <message>
        <source>Those in the list are hidden or read-only.</source>
        <translation>Die in der Liste sind verborgen oder schreibgeschützt.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ProcessModel</name>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>sleeping</source>
        <translation>schläft</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>traced</source>
        <translation>verfolgt</translation>
    </message>
    <message>
        <source>zombie</source>
        <translation>Zombie</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>tot</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>untätig</translation>
    </message>
    <message>
        <source>1 (first)</source>
        <translation>1 (erster)</translation>
    </message>
    <message>
        <source>One process, one number per pid namespace, the host&apos;s first: %1</source>
        <translation>Ein Prozess, eine Nummer je pid-Namensraum, zuerst die des Rechners: %1</translation>
    </message>
    <message>
        <source>User %1 on the host; this user does not exist inside</source>
        <translation>Auf dem Rechner Benutzer %1; innen gibt es diesen Benutzer nicht</translation>
    </message>
    <message>
        <source>User %1 inside is user %2 on the host</source>
        <translation>Benutzer %1 innen ist auf dem Rechner Benutzer %2</translation>
    </message>
    <message>
        <source>Zombie: it has ended, but its parent has not asked for its result yet</source>
        <translation>Zombie: er hat geendet, aber sein Elternprozess hat noch nicht nach dem Ergebnis gefragt</translation>
    </message>
    <message>
        <source>Process 1 of the container: when it ends, the kernel ends all others</source>
        <translation>Prozess 1 des Containers: endet er, beendet der Kernel alle anderen</translation>
    </message>
    <message>
        <source>Stopped by a signal; SIGCONT lets it go on</source>
        <translation>Durch ein Signal angehalten; SIGCONT lässt ihn weiterlaufen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the program, as the kernel has it</source>
        <translation>Name des Programms, wie der Kernel ihn führt</translation>
    </message>
    <message>
        <source>Pid on host</source>
        <translation>Pid außen</translation>
    </message>
    <message>
        <source>The process&apos;s number as the host sees it</source>
        <translation>Die Nummer des Prozesses, wie der Rechner ihn sieht</translation>
    </message>
    <message>
        <source>Pid inside</source>
        <translation>Pid innen</translation>
    </message>
    <message>
        <source>The process&apos;s number in the container&apos;s own pid namespace</source>
        <translation>Die Nummer des Prozesses im pid-Namensraum des Containers</translation>
    </message>
    <message>
        <source>User in → out</source>
        <translation>Benutzer in → aus</translation>
    </message>
    <message>
        <source>User id inside the container, and which one that is on the host</source>
        <translation>Benutzernummer innen, und welche das auf dem Rechner ist</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>What the process does now</source>
        <translation>Was der Prozess gerade tut</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Share of one CPU since the last refresh</source>
        <translation>Anteil einer CPU seit der letzten Auffrischung</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Memory that is resident, shared pages included</source>
        <translation>Belegter Speicher, geteilte Seiten mitgezählt</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Number of threads</source>
        <translation>Anzahl der Threads</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Program and arguments</source>
        <translation>Programm und Argumente</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ProcessesPage</name>
    <message>
        <source>Send a &amp;signal</source>
        <translation>Ein &amp;Signal senden</translation>
    </message>
    <message>
        <source>Filter by name, command, pid or user</source>
        <translation>Nach Name, Befehl, pid oder Benutzer filtern</translation>
    </message>
    <message>
        <source>Filter the processes</source>
        <translation>Prozesse filtern</translation>
    </message>
    <message>
        <source>Send a signal</source>
        <translation>Signal senden</translation>
    </message>
    <message>
        <source>Sends a signal to the selected process</source>
        <translation>Sendet dem ausgewählten Prozess ein Signal</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>&amp;TERM: ask it to end</source>
        <translation>&amp;TERM: zu enden bitten</translation>
    </message>
    <message>
        <source>&amp;KILL: end it at once</source>
        <translation>&amp;KILL: sofort beenden</translation>
    </message>
    <message>
        <source>&amp;STOP: freeze it</source>
        <translation>&amp;STOP: einfrieren</translation>
    </message>
    <message>
        <source>&amp;CONT: let it go on</source>
        <translation>&amp;CONT: weiterlaufen lassen</translation>
    </message>
    <message>
        <source>&amp;INT: as Ctrl+C in its terminal</source>
        <translation>&amp;INT: wie Strg+C in seinem Terminal</translation>
    </message>
    <message>
        <source>&amp;HUP: its terminal is gone; many programs read their settings again</source>
        <translation>&amp;HUP: sein Terminal ist fort; viele Programme lesen ihre Einstellungen neu</translation>
    </message>
    <message>
        <source>&amp;Another…</source>
        <translation>&amp;Anderes …</translation>
    </message>
    <message>
        <source>Number of the signal for %1 (1 to 64, see signal(7)):</source>
        <translation>Nummer des Signals für %1 (1 bis 64, siehe signal(7)):</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Processes: %1 · threads: %2</source>
        <translation>Prozesse: %1 · Threads: %2</translation>
    </message>
    <message>
        <source> · ⚠ zombies: %1</source>
        <translation> · ⚠ Zombies: %1</translation>
    </message>
    <message>
        <source>No process matches the filter.</source>
        <translation>Kein Prozess passt zum Filter.</translation>
    </message>
    <message>
        <source>Asking for its processes…</source>
        <translation>Frage nach seinen Prozessen …</translation>
    </message>
    <message>
        <source>It does not run, so there are no processes.

Start it, and its processes appear here with the numbers they have inside and outside.</source>
        <translation>Er läuft nicht, darum gibt es keine Prozesse.

Starten Sie ihn, und seine Prozesse erscheinen hier mit den Nummern, die sie innen und außen haben.</translation>
    </message>
    <message>
        <source>What runs inside, live</source>
        <translation>Was innen läuft, jetzt gerade</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::RefusedCallsBox</name>
    <message>
        <source>number %1</source>
        <translation>Nummer %1</translation>
    </message>
    <message>
        <source>The capability %1</source>
        <translation>Die Capability %1</translation>
    </message>
    <message>
        <source>Nothing: programs use an older call instead</source>
        <translation>Nichts: Programme nehmen stattdessen einen älteren Aufruf</translation>
    </message>
    <message>
        <source>A profile of its own with a rule for it</source>
        <translation>Ein eigenes Profil mit einer Regel dafür</translation>
    </message>
    <message>
        <source>Refused system calls</source>
        <translation>Verweigerte Systemaufrufe</translation>
    </message>
    <message>
        <source>Refused call</source>
        <translation>Verweigerter Aufruf</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Zuerst</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>What would allow it</source>
        <translation>Was ihn erlauben würde</translation>
    </message>
    <message>
        <source>System calls that its filter refuses are not noted. Its settings can change that, under Privileges.</source>
        <translation>Systemaufrufe, die sein Filter verweigert, werden nicht notiert. Das lässt sich in seinen Einstellungen unter „Rechte“ ändern.</translation>
    </message>
    <message>
        <source>Refused system calls: none since it was started.</source>
        <translation>Verweigerte Systemaufrufe: keine seit dem Start.</translation>
    </message>
    <message>
        <source>Which system calls were refused cannot be read: %1</source>
        <translation>Welche Systemaufrufe verweigert wurden, lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>Refused system calls: %1</source>
        <translation>Verweigerte Systemaufrufe: %1</translation>
    </message>
    <message>
        <source> · of further kinds, which are not listed: %1</source>
        <translation> · von weiteren Arten, die nicht aufgeführt sind: %1</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::RlimitTable</name>
    <message>
        <source>unlimited</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>Limits of single processes</source>
        <translation>Grenzen einzelner Prozesse</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>At first</source>
        <translation>Anfangs</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>%1: a number, or “unlimited”; empty leaves it as it is</source>
        <translation>%1: eine Zahl oder „unbegrenzt“; leer bleibt sie, wie sie ist</translation>
    </message>
    <message>
        <source>%1: a whole number from 0 on, or “unlimited”, is needed</source>
        <translation>%1: eine ganze Zahl ab 0 oder „unbegrenzt“ wird gebraucht</translation>
    </message>
    <message>
        <source>%1: what it is at first must not be more than what it is at most</source>
        <translation>%1: der anfängliche Wert darf nicht größer als der höchste sein</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::RootForm</name>
    <message>
        <source>%1 cannot be opened: %2</source>
        <translation>%1 lässt sich nicht öffnen: %2</translation>
    </message>
    <message>
        <source>Choose one that you may read.</source>
        <translation>Wählen Sie etwas, das Sie lesen dürfen.</translation>
    </message>
    <message>
        <source>&amp;Starter</source>
        <translation>&amp;Starter</translation>
    </message>
    <message>
        <source>bash and the basic commands of this computer</source>
        <translation>bash und die Grundbefehle dieses Rechners</translation>
    </message>
    <message>
        <source>&amp;Programs</source>
        <translation>&amp;Programme</translation>
    </message>
    <message>
        <source>programs of this computer, with the libraries they need</source>
        <translation>Programme dieses Rechners mit den Bibliotheken, die sie brauchen</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>an unpacked root directory; it is used in place</source>
        <translation>ein ausgepacktes Wurzelverzeichnis; es wird an Ort und Stelle benutzt</translation>
    </message>
    <message>
        <source>N&amp;othing</source>
        <translation>N&amp;ichts</translation>
    </message>
    <message>
        <source>an empty root; only useful to see what is missing</source>
        <translation>eine leere Wurzel; nur nützlich, um zu sehen, was fehlt</translation>
    </message>
    <message>
        <source>Filter programs</source>
        <translation>Programme filtern</translation>
    </message>
    <message>
        <source>Programs of this computer</source>
        <translation>Programme dieses Rechners</translation>
    </message>
    <message>
        <source>A program of &amp;mine…</source>
        <translation>&amp;Mein Programm …</translation>
    </message>
    <message>
        <source>Adds a program file that you may read</source>
        <translation>Fügt eine Programmdatei hinzu, die Sie lesen dürfen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>What these programs need</source>
        <translation>Was diese Programme brauchen</translation>
    </message>
    <message>
        <source>Needs</source>
        <translation>Braucht</translation>
    </message>
    <message>
        <source>In the root</source>
        <translation>In der Wurzel</translation>
    </message>
    <message>
        <source>No folder chosen</source>
        <translation>Kein Ordner gewählt</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Aus&amp;wählen …</translation>
    </message>
    <message>
        <source>Chooses the folder that becomes the root</source>
        <translation>Wählt den Ordner, der die Wurzel wird</translation>
    </message>
    <message>
        <source>⚠ The container&apos;s root writes into this folder with root&apos;s rights; an administrator is asked for it.</source>
        <translation>⚠ Root des Containers schreibt in diesen Ordner mit den Rechten von Root; dafür wird ein Verwalter gefragt.</translation>
    </message>
    <message>
        <source>Choose at least one program</source>
        <translation>Wählen Sie mindestens ein Programm</translation>
    </message>
    <message>
        <source>Choose the folder that becomes the root</source>
        <translation>Wählen Sie den Ordner, der die Wurzel wird</translation>
    </message>
    <message>
        <source>⚠ missing</source>
        <translation>⚠ fehlt</translation>
    </message>
    <message>
        <source>Searched in: %1</source>
        <translation>Gesucht in: %1</translation>
    </message>
    <message>
        <source>%1 in all.</source>
        <translation>Zusammen %1.</translation>
    </message>
    <message>
        <source> ⚠ Missing on this computer: %1. Programs that need them will not start.</source>
        <translation> ⚠ Fehlt auf diesem Rechner: %1. Programme, die das brauchen, werden nicht starten.</translation>
    </message>
    <message>
        <source>A program of mine</source>
        <translation>Ein Programm von mir</translation>
    </message>
    <message>
        <source>%1 (mine)</source>
        <translation>%1 (meins)</translation>
    </message>
    <message>
        <source>%1; in the root it is /usr/local/bin/%2</source>
        <translation>%1; in der Wurzel ist es /usr/local/bin/%2</translation>
    </message>
    <message>
        <source>Takes %1 from this list (%2)</source>
        <translation>Nimmt %1 aus dieser Liste (%2)</translation>
    </message>
    <message>
        <source>Select a program of yours in the list to take it out again</source>
        <translation>Wählen Sie in der Liste ein eigenes Programm aus, um es wieder herauszunehmen</translation>
    </message>
    <message>
        <source>Folder that becomes the root</source>
        <translation>Ordner, der die Wurzel wird</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::ScriptDialog</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern …</translation>
    </message>
    <message>
        <source>%1 by hand</source>
        <translation>%1 von Hand</translation>
    </message>
    <message>
        <source>This script builds the same container with commands that every Linux has, step by step and explained. Its beginning says what it needs and what a shell cannot do.</source>
        <translation>Dieses Skript baut denselben Container mit Befehlen, die jedes Linux hat, Schritt für Schritt und erklärt. Am Anfang steht, was es braucht und was eine Shell nicht kann.</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>Skript</translation>
    </message>
    <message>
        <source>Asking for the script…</source>
        <translation>Das Skript wird geholt …</translation>
    </message>
    <message>
        <source>Copies the whole script</source>
        <translation>Kopiert das ganze Skript</translation>
    </message>
    <message>
        <source>Writes the script to a file that only you can read and run</source>
        <translation>Schreibt das Skript in eine Datei, die nur Sie lesen und ausführen können</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Save the script</source>
        <translation>Das Skript speichern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Saved to %1.</source>
        <translation>Gespeichert in %1.</translation>
    </message>
    <message>
        <source>⚠ %1 could not be written: %2</source>
        <translation>⚠ %1 konnte nicht geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SeccompChoice</name>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>&amp;Datei wählen …</translation>
    </message>
    <message>
        <source>System call filter</source>
        <translation>Filter für Systemaufrufe</translation>
    </message>
    <message>
        <source>Vitrine&apos;s own list</source>
        <translation>Vitrines eigene Liste</translation>
    </message>
    <message>
        <source>A profile from a file</source>
        <translation>Ein Profil aus einer Datei</translation>
    </message>
    <message>
        <source>No filter</source>
        <translation>Kein Filter</translation>
    </message>
    <message>
        <source>A JSON file: “linux.seccomp” of an OCI bundle, or a profile of Docker or Podman</source>
        <translation>Eine JSON-Datei: „linux.seccomp“ eines OCI-Bündels oder ein Profil von Docker oder Podman</translation>
    </message>
    <message>
        <source>System-call profile</source>
        <translation>Profil für Systemaufrufe</translation>
    </message>
    <message>
        <source>Profiles (*.json);;All files (*)</source>
        <translation>Profile (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>choose the file that holds the system-call profile</source>
        <translation>wählen Sie die Datei mit dem Profil für Systemaufrufe</translation>
    </message>
    <message>
        <source>the system-call profile cannot be used: %1: %2</source>
        <translation>das Profil für Systemaufrufe ist nicht brauchbar: %1: %2</translation>
    </message>
    <message>
        <source>System calls that containers do not need are refused.</source>
        <translation>Systemaufrufe, die Container nicht brauchen, werden verweigert.</translation>
    </message>
    <message>
        <source>⚠ Every system call is allowed.</source>
        <translation>⚠ Jeder Systemaufruf ist erlaubt.</translation>
    </message>
    <message>
        <source>⚠ %1 decides which system calls are refused; nobody has checked that it refuses enough.</source>
        <translation>⚠ %1 entscheidet, welche Systemaufrufe verweigert werden; ob das genügt, hat niemand geprüft.</translation>
    </message>
    <message>
        <source>A profile of its own</source>
        <translation>Ein eigenes Profil</translation>
    </message>
    <message>
        <source>&amp;Note which calls are refused</source>
        <translation>Verweigerte Aufrufe &amp;notieren</translation>
    </message>
    <message>
        <source>They are shown with its processes while it runs: which call, how often, by which program. Each refused call then takes a little longer.</source>
        <translation>Sie stehen bei seinen Prozessen, während er läuft: welcher Aufruf, wie oft, von welchem Programm. Jeder verweigerte Aufruf dauert dann etwas länger.</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StepModel</name>
    <message>
        <source>planned</source>
        <translation>geplant</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>done</source>
        <translation>getan</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>gescheitert: %1</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>System call</source>
        <translation>Systemaufruf</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>Isolates</source>
        <translation>Schottet ab</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StepsPage</name>
    <message>
        <source>What the last start did</source>
        <translation>Was der letzte Start getan hat</translation>
    </message>
    <message>
        <source>What a start would do</source>
        <translation>Was ein Start tun würde</translation>
    </message>
    <message>
        <source>Which steps</source>
        <translation>Welche Schritte</translation>
    </message>
    <message>
        <source>The trace of the last start, or the plan of the next</source>
        <translation>Die Spur des letzten Starts oder der Plan des nächsten</translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation>Als Text &amp;kopieren</translation>
    </message>
    <message>
        <source>Copies all steps with their commands</source>
        <translation>Kopiert alle Schritte mit ihren Befehlen</translation>
    </message>
    <message>
        <source>It has never been started.

Choose “What a start would do” to see its plan.</source>
        <translation>Er wurde noch nie gestartet.

Wählen Sie „Was ein Start tun würde“, um seinen Plan zu sehen.</translation>
    </message>
    <message>
        <source>There is no plan.</source>
        <translation>Es gibt keinen Plan.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>The system calls that make it</source>
        <translation>Die Systemaufrufe, aus denen er entsteht</translation>
    </message>
    <message>
        <source>&amp;Export by hand…</source>
        <translation>Von Hand e&amp;xportieren …</translation>
    </message>
    <message>
        <source>Shows a shell script that builds it with commands that every Linux has</source>
        <translation>Zeigt ein Shell-Skript, das ihn mit Befehlen baut, die jedes Linux hat</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::StepsView</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Explanation of the step</source>
        <translation>Erklärung des Schritts</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>System call</source>
        <translation>Systemaufruf</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>Isolates</source>
        <translation>Schottet ab</translation>
    </message>
    <message>
        <source>How it is undone</source>
        <translation>Wie er zurückgenommen wird</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::SwitchEditor</name>
    <message>
        <source>Stop all when out of memory</source>
        <translation>Bei Speichermangel alle beenden</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::TemplateDialog</name>
    <message>
        <source>Runs: %1</source>
        <translation>Führt aus: %1</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>&amp;New container…</source>
        <translation>&amp;Neuer Container…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>Makes a template of a config.json: of a bundle, or one that was exported</source>
        <translation>Macht eine Vorlage aus einer config.json: aus der eines Bundles oder aus einer exportierten</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>Writes it as a config.json</source>
        <translation>Schreibt sie als config.json</translation>
    </message>
    <message>
        <source>There is none yet. “Save as template…” in the menu of a container makes one, and so does “Import…”.</source>
        <translation>Es gibt noch keine. „Als Vorlage speichern…“ im Menü eines Containers macht eine, und auch „Importieren…“.</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 umbenennen</translation>
    </message>
    <message>
        <source>New name (letters, digits, “.”, “_” and “-”, at most 63):</source>
        <translation>Neuer Name (Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 63):</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Delete the template %1? Containers that were made of it stay.</source>
        <translation>Die Vorlage %1 löschen? Container, die aus ihr gemacht wurden, bleiben.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Import a template</source>
        <translation>Vorlage importieren</translation>
    </message>
    <message>
        <source>Configurations (*.json)</source>
        <translation>Konfigurationen (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::TerminalView</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>&amp;Find …</source>
        <translation>&amp;Suchen …</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>&amp;Größer</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>&amp;Kleiner</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::Tour</name>
    <message>
        <source>could not %1: %2 %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is nothing to take the picture %1 of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture %1 could not be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>  picture %1.png</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was not done within %2 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FAILED: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container %1 could not be deleted: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tour is over: all of it was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tour has ended early.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open the page %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connect to the helper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>helper %1, kernel %2, cgroup %3, %4 CPUs, %5 of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not available: %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open the dialog “New container”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>type the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the dialog has no field for the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>create it: bash and the coreutils of this machine are copied into its root</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is %1, its root %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>select it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it runs; its first process is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cgroup of %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no console to type into</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>          typed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>console: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wait for the container&apos;s console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look around inside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the page has no field %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>          entered: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>load the CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wait until it uses the CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it uses %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit the CPU to a third of that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wait until the kernel has throttled it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it uses %1 and was throttled in %2 periods for %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wait for its processes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processes: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lift the CPU&apos;s limit to 80 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>limit the memory to 64 MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open a further shell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>use 24 MiB for a while</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>want more than there may be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wait until the kernel&apos;s kill is counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>killed for want of memory: %1; memory now %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wait for its output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pause it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>see that it uses nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>let it go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it %1 (code %2, signal %3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask for it to be deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stop it: its shell does not listen to SIGTERM, but ends when its terminal hangs up (SIGHUP)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumeEditor</name>
    <message>
        <source>Programs in it can be run</source>
        <translation>Programme darin können gestartet werden</translation>
    </message>
    <message>
        <source>What is mounted below it later appears inside, too</source>
        <translation>Was später darunter eingehängt wird, erscheint auch innen</translation>
    </message>
    <message>
        <source>Place inside</source>
        <translation>Ort innen</translation>
    </message>
    <message>
        <source>Where the container finds it; a directory that is not there is made</source>
        <translation>Wo der Container es findet; ein Verzeichnis, das fehlt, wird angelegt</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesen</translation>
    </message>
    <message>
        <source>⚠ Read and write</source>
        <translation>⚠ Lesen und schreiben</translation>
    </message>
    <message>
        <source>At most this much is used; it counts against the memory limit of the container</source>
        <translation>Höchstens so viel wird belegt; es zählt zur Speichergrenze des Containers</translation>
    </message>
    <message>
        <source>everybody inside</source>
        <translation>alle innen</translation>
    </message>
    <message>
        <source>root inside</source>
        <translation>root innen</translation>
    </message>
    <message>
        <source>Shows</source>
        <translation>Zeigt</translation>
    </message>
    <message>
        <source>P&amp;lace inside</source>
        <translation>&amp;Ort innen</translation>
    </message>
    <message>
        <source>&amp;Access</source>
        <translation>&amp;Zugriff</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>Can be written &amp;by</source>
        <translation>Schreiben &amp;dürfen</translation>
    </message>
    <message>
        <source>memory of this computer; what is in it is gone at the end</source>
        <translation>Speicher dieses Rechners; was darin ist, ist am Ende weg</translation>
    </message>
    <message>
        <source>%1 of this computer</source>
        <translation>%1 dieses Rechners</translation>
    </message>
    <message>
        <source>Whether the container can change what is in it</source>
        <translation>Ob der Container ändern kann, was darin ist</translation>
    </message>
    <message>
        <source>Who inside may make files in the memory</source>
        <translation>Wer drinnen Dateien im Speicher anlegen darf</translation>
    </message>
    <message>
        <source>⚠ The kernel reads the file system in it, whoever has made it: a damaged or malicious one can harm the whole computer. An administrator is asked for more.</source>
        <translation>⚠ Der Kern liest das Dateisystem darin, wer es auch gemacht hat: Ein beschädigtes oder bösartiges kann dem ganzen Rechner schaden. Ein Verwalter wird nach mehr gefragt.</translation>
    </message>
    <message>
        <source>what is in the disk image %1 (%2)</source>
        <translation>was im Plattenabbild %1 ist (%2)</translation>
    </message>
    <message>
        <source>An administrator is asked for more</source>
        <translation>Ein Verwalter wird nach mehr gefragt</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumesBox</name>
    <message>
        <source>It sees no directory of this computer.</source>
        <translation>Er sieht kein Verzeichnis dieses Rechners.</translation>
    </message>
    <message>
        <source>Add &amp;volume…</source>
        <translation>Verzeichnis &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Ta&amp;ke away</source>
        <translation>&amp;Wegnehmen</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Verzeichnisse</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Innen</translation>
    </message>
    <message>
        <source>Of this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugriff</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>now and at every start</source>
        <translation>jetzt und bei jedem Start</translation>
    </message>
    <message>
        <source>at every start</source>
        <translation>bei jedem Start</translation>
    </message>
    <message>
        <source>until it ends</source>
        <translation>bis er endet</translation>
    </message>
    <message>
        <source>Shows a directory of yours to the container, also while it runs</source>
        <translation>Zeigt dem Container eines Ihrer Verzeichnisse, auch während er läuft</translation>
    </message>
    <message>
        <source>Not available: %1</source>
        <translation>Nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>Unmounts %1, now and for the next starts</source>
        <translation>Hängt %1 aus, jetzt und für die nächsten Starts</translation>
    </message>
    <message>
        <source>Select a volume in the list to take it away</source>
        <translation>Wählen Sie ein Verzeichnis der Liste, um es wegzunehmen</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::VolumesForm</name>
    <message>
        <source>Directories of yours that the container sees, and memory that it uses as a directory. What it writes into a directory of yours belongs to you. For directories an administrator is asked.</source>
        <translation>Ihre Verzeichnisse, die der Container sieht, und Speicher, den er als Verzeichnis benutzt. Was er in eines Ihrer Verzeichnisse schreibt, gehört Ihnen. Für Verzeichnisse wird ein Verwalter gefragt.</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Verzeichnisse</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>Innen</translation>
    </message>
    <message>
        <source>Shows</source>
        <translation>Zeigt</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugriff</translation>
    </message>
    <message>
        <source>&amp;Directory…</source>
        <translation>&amp;Verzeichnis …</translation>
    </message>
    <message>
        <source>Shows a directory of yours to the container</source>
        <translation>Zeigt dem Container eines Ihrer Verzeichnisse</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>&amp;Speicher</translation>
    </message>
    <message>
        <source>A directory in memory (tmpfs), empty at every start</source>
        <translation>Ein Verzeichnis im Speicher (tmpfs), leer bei jedem Start</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Takes it from this list (%1)</source>
        <translation>Nimmt es aus dieser Liste (%1)</translation>
    </message>
    <message>
        <source>volume %1: its place %2</source>
        <translation>Verzeichnis %1: der Ort %2</translation>
    </message>
    <message>
        <source>two volumes cannot both be at %1</source>
        <translation>zwei Verzeichnisse können nicht beide unter %1 sein</translation>
    </message>
    <message>
        <source>at most %1 directories can be shown</source>
        <translation>höchstens %1 Verzeichnisse können gezeigt werden</translation>
    </message>
    <message>
        <source>Directory that the container sees</source>
        <translation>Verzeichnis, das der Container sieht</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Directories of yours that the container sees, and memory that it uses as a directory. Here they can be taken away; on the overview further directories are added, also while it runs.</source>
        <translation>Ihre Verzeichnisse, die der Container sieht, und Speicher, den er als Verzeichnis benutzt. Hier können sie weggenommen werden; auf der Übersicht kommen weitere Verzeichnisse dazu, auch während er läuft.</translation>
    </message>
    <message>
        <source>Not available: %1</source>
        <translation>Nicht verfügbar: %1</translation>
    </message>
    <message>
        <source>directories are added on the overview.</source>
        <translation>Verzeichnisse kommen auf der Übersicht dazu.</translation>
    </message>
    <message>
        <source>Disk ima&amp;ge…</source>
        <translation>Platten&amp;abbild …</translation>
    </message>
    <message>
        <source>Shows what is in a file that holds a file system (mount -o loop)</source>
        <translation>Zeigt, was in einer Datei ist, die ein Dateisystem enthält (mount -o loop)</translation>
    </message>
    <message>
        <source>Disk image that the container sees</source>
        <translation>Plattenabbild, das der Container sieht</translation>
    </message>
</context>
<context>
    <name>vitrine::gui::WindowActions</name>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Neu …</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Enter</source>
        <translation>B&amp;etreten</translation>
    </message>
    <message>
        <source>&amp;Kill</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen …</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>Select a container first</source>
        <translation>Wählen Sie zuerst einen Container aus</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Makes a new container</source>
        <translation>Legt einen neuen Container an</translation>
    </message>
    <message>
        <source>Starts %1</source>
        <translation>Startet %1</translation>
    </message>
    <message>
        <source>Asks %1 to end, and ends it after %2 s</source>
        <translation>Bittet %1 zu enden und bricht nach %2 s ab</translation>
    </message>
    <message>
        <source>Lets all processes of %1 go on</source>
        <translation>Lässt alle Prozesse von %1 weiterlaufen</translation>
    </message>
    <message>
        <source>Freezes all processes of %1</source>
        <translation>Friert alle Prozesse von %1 ein</translation>
    </message>
    <message>
        <source>Opens a shell in %1</source>
        <translation>Öffnet eine Shell in %1</translation>
    </message>
    <message>
        <source>Ends %1 at once (SIGKILL)</source>
        <translation>Bricht %1 sofort ab (SIGKILL)</translation>
    </message>
    <message>
        <source>Gives %1 another name</source>
        <translation>Gibt %1 einen anderen Namen</translation>
    </message>
    <message>
        <source>Deletes %1 and its files</source>
        <translation>Löscht %1 und seine Dateien</translation>
    </message>
    <message>
        <source>%1; stop it first</source>
        <translation>%1; zuerst beenden</translation>
    </message>
    <message>
        <source>Check this &amp;computer…</source>
        <translation>Diesen Rechner &amp;prüfen …</translation>
    </message>
    <message>
        <source>Says what keeps containers from running here, and what mends it</source>
        <translation>Sagt, was Container hier am Laufen hindert und was dagegen hilft</translation>
    </message>
    <message>
        <source>E&amp;xport by hand…</source>
        <translation>Von Hand e&amp;xportieren …</translation>
    </message>
    <message>
        <source>Shows a shell script that builds %1 by hand</source>
        <translation>Zeigt ein Shell-Skript, das %1 von Hand baut</translation>
    </message>
    <message>
        <source>E&amp;lsewhere on this computer…</source>
        <translation>&amp;Sonst auf diesem Rechner …</translation>
    </message>
    <message>
        <source>Shows the containers of others: Docker, Podman, Flatpak and whoever</source>
        <translation>Zeigt die Container von anderen: Docker, Podman, Flatpak und wer sonst</translation>
    </message>
    <message>
        <source>Ed&amp;it…</source>
        <translation>Bearbei&amp;ten …</translation>
    </message>
    <message>
        <source>&amp;Clone…</source>
        <translation>&amp;Klonen …</translation>
    </message>
    <message>
        <source>Does not start %1 again</source>
        <translation>Startet %1 nicht noch einmal</translation>
    </message>
    <message>
        <source>Changes the settings of %1</source>
        <translation>Ändert die Einstellungen von %1</translation>
    </message>
    <message>
        <source>Makes another container like %1, with a copy of its files</source>
        <translation>Macht einen weiteren Container wie %1, mit einer Kopie seiner Dateien</translation>
    </message>
    <message>
        <source>&amp;Groups…</source>
        <translation>&amp;Gruppen …</translation>
    </message>
    <message>
        <source>Stop its group n&amp;ow…</source>
        <translation>Seine Gruppe s&amp;ofort beenden …</translation>
    </message>
    <message>
        <source>Shows the groups of containers, with limits for all in a group</source>
        <translation>Zeigt die Gruppen von Containern, mit Grenzen für alle in einer Gruppe</translation>
    </message>
    <message>
        <source>Ends all containers of the group of %1 at once</source>
        <translation>Beendet alle Container der Gruppe von %1 sofort</translation>
    </message>
    <message>
        <source>%1 is in no group</source>
        <translation>%1 ist in keiner Gruppe</translation>
    </message>
    <message>
        <source>Save as te&amp;mplate…</source>
        <translation>Als &amp;Vorlage speichern…</translation>
    </message>
    <message>
        <source>New from te&amp;mplate…</source>
        <translation>Neu aus &amp;Vorlage…</translation>
    </message>
    <message>
        <source>Makes a new container with the settings of another one that were kept</source>
        <translation>Macht einen neuen Container mit den aufbewahrten Einstellungen eines anderen</translation>
    </message>
    <message>
        <source>Keeps the settings of %1, for further containers</source>
        <translation>Bewahrt die Einstellungen von %1 für weitere Container auf</translation>
    </message>
</context>
</TS>
