// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/terminalview.h"

#include "gui/console/terminalaccessible.h"
#include "gui/console/terminalkeys.h"
#include "gui/views/colours.h"

#include <QApplication>
#include <QBuffer>
#include <QContextMenuEvent>
#include <QEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMenu>
#include <QSocketNotifier>
#include <QTimer>
#include <QVBoxLayout>

#include <fcntl.h>
#include <qtermwidget.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

namespace vitrine::gui {

namespace {

using namespace std::chrono_literals;

/// QTermWidget without a program of its own: what is written to its pty's slave side is shown, what is typed
/// comes as a signal.
class QTermView : public TerminalView {
public:
    explicit QTermView(QWidget* parent = nullptr);

    void show(const QByteArray& bytes) override;
    [[nodiscard]] qsizetype backlog() const override { return m_queue.size(); }
    [[nodiscard]] int rows() const override { return std::max(1, m_term->screenLinesCount()); }
    [[nodiscard]] int columns() const override { return std::max(1, m_term->screenColumnsCount()); }
    void type(const QString& text) override { m_term->sendText(text); }
    [[nodiscard]] QString text() const override;
    void copy() override { m_term->copyClipboard(); }
    void paste() override { m_term->pasteClipboard(); }

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeSlaveRaw() const;
    void applyPalette();
    void addActions();
    void openMenu(QPoint position);
    void flush();
    void reportSize();
    void reportText();

    QTermWidget* m_term;
    QByteArray m_queue;
    std::unique_ptr<QSocketNotifier> m_writable;
    QTimer m_resized; ///< a window that is being dragged changes size for each pixel
    QTimer m_printed; ///< what a program prints comes in pieces
    QString m_reported;
    QSize m_size;
};

QTermView::QTermView(QWidget* parent)
    : TerminalView(parent)
    , m_term(new QTermWidget(0, this)) {
    TerminalAccessible::install();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_term);
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    m_term->setTerminalFont(font);
    m_term->setTerminalSizeHint(false);
    m_term->setScrollBarPosition(QTermWidgetInterface::ScrollBarRight);
    m_term->setHistorySize(10'000);
    m_term->setConfirmMultilinePaste(false); // it would open a dialog with an event loop of its own
    m_term->startTerminalTeletype();
    makeSlaveRaw();
    setFocusProxy(m_term);
    addActions();
    applyPalette();
    m_writable = std::make_unique<QSocketNotifier>(m_term->getPtySlaveFd(), QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_writable.get(), &QSocketNotifier::activated, this, [this] { flush(); });
    connect(m_term, &QTermWidget::sendData, this,
            [this](const char* bytes, int size) { emit typed(QByteArray(bytes, size)); });
    m_resized.setSingleShot(true);
    m_resized.setInterval(50ms);
    connect(&m_resized, &QTimer::timeout, this, &QTermView::reportSize);
    m_printed.setSingleShot(true);
    m_printed.setInterval(100ms);
    connect(&m_printed, &QTimer::timeout, this, &QTermView::reportText);
    connect(m_term, &QTermWidget::receivedData, this, [this] {
        if (QAccessible::isActive() && !m_printed.isActive())
            m_printed.start();
    });
    m_term->installEventFilter(this);
    for (QWidget* child : m_term->findChildren<QWidget*>())
        child->installEventFilter(this);
}

// The line discipline in between must change nothing: the container's own terminal has done so already.
void QTermView::makeSlaveRaw() const {
    const int fd = m_term->getPtySlaveFd();
    termios settings{};
    if (::tcgetattr(fd, &settings) == 0) {
        ::cfmakeraw(&settings);
        ::tcsetattr(fd, TCSANOW, &settings);
    }
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void QTermView::applyPalette() {
    // The schemes of the library have colours that cannot be read: light cyan on white, dark blue on black.
    m_term->setColorScheme(isDark(palette()) ? QStringLiteral(":/console/VitrineDark.colorscheme")
                                             : QStringLiteral(":/console/VitrineLight.colorscheme"));
}

void QTermView::addActions() {
    const auto add = [this](const QString& text, const QKeySequence& keys, auto act) {
        auto* action = new QAction(text, this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, act);
        addAction(action);
    };
    add(TerminalView::tr("&Copy"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { copy(); });
    add(TerminalView::tr("&Paste"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V), [this] { paste(); });
    add(TerminalView::tr("&Find …"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F),
        [this] { m_term->toggleShowSearchBar(); });
    add(TerminalView::tr("&Larger"), QKeySequence::ZoomIn, [this] { m_term->zoomIn(); });
    add(TerminalView::tr("&Smaller"), QKeySequence::ZoomOut, [this] { m_term->zoomOut(); });
    m_term->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_term, &QWidget::customContextMenuRequested, this, &QTermView::openMenu);
}

void QTermView::openMenu(QPoint position) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_term->filterActions(position)); // "open link" over a link
    menu->addActions(actions());
    menu->popup(m_term->mapToGlobal(position));
}

void QTermView::show(const QByteArray& bytes) {
    m_queue += bytes;
    flush();
}

void QTermView::flush() {
    const bool hadBacklog = !m_queue.isEmpty();
    while (!m_queue.isEmpty()) {
        const ssize_t written =
            ::write(m_term->getPtySlaveFd(), m_queue.constData(), static_cast<std::size_t>(m_queue.size()));
        if (written > 0)
            m_queue.remove(0, written);
        else if (errno == EAGAIN)
            break;
        else if (errno != EINTR)
            m_queue.clear();
    }
    m_writable->setEnabled(!m_queue.isEmpty());
    if (hadBacklog && m_queue.isEmpty())
        emit drained();
}

QString QTermView::text() const {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    m_term->saveHistory(&buffer);
    return QString::fromUtf8(buffer.data());
}

void QTermView::reportSize() {
    const QSize size(columns(), rows());
    if (std::exchange(m_size, size) != size)
        emit sizeChanged(rows(), columns());
}

void QTermView::reportText() {
    const QString before = std::exchange(m_reported, text());
    if (QWidget* screen = m_term->focusProxy())
        TerminalAccessible::reportChange(screen, before, m_reported);
}

void QTermView::changeEvent(QEvent* event) {
    TerminalView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyPalette();
}

bool QTermView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && belongsToProgram(static_cast<QKeyEvent&>(*event))) {
        event->accept(); // it comes again, as a key
        return true;
    }
    if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange ||
        event->type() == QEvent::Show)
        m_resized.start();
    return TerminalView::eventFilter(watched, event);
}

} // namespace

std::unique_ptr<TerminalView> makeTerminalView() {
    return std::make_unique<QTermView>();
}

} // namespace vitrine::gui
